-- News told outside (有新进展时提醒): who wished for it, what waits, what was sent. All of it lies in the vault: that
-- somebody left a contact, and when he was reached, is nobody's business but his.

-- One row for each voice whose reporter has said yes or no. What waits is one moment, so that it is told once.
create table vault.news (
  city_id   int         not null,
  voice_id  uuid        not null,
  wished    boolean     not null,
  wished_at timestamptz not null,
  port      text        check (port in ('mail','sms','wecom')),
  unfit     boolean     not null default false,
  news_at   timestamptz,
  due_at    timestamptz,
  told_at   timestamptz,
  seen_at   timestamptz,
  notice_id uuid,
  tries     int         not null default 0,
  sent_on   date[]      not null default '{}',
  primary key (city_id, voice_id),
  check ((news_at is null) = (due_at is null))
);
create index news_due on vault.news (city_id, due_at) where due_at is not null;

-- A port's bucket of sendings, its totals, and what last went wrong, without an address.
create table vault.news_port (
  city_id   int              not null,
  port      text             not null check (port in ('mail','sms','wecom')),
  tokens    double precision not null,
  filled_at timestamptz      not null,
  sent      bigint           not null default 0,
  failed    bigint           not null default 0,
  fault     text,
  fault_on  date,
  primary key (city_id, port)
);

-- Which addresses were written to on a day, under a key of that day: one message a day, however many voices are his.
create table vault.news_day (
  city_id   int  not null,
  on_day    date not null,
  address   text collate "C" not null check (length(address) = 64),
  notice_id uuid not null,
  primary key (city_id, on_day, address)
);

-- Up to where the events have been read for news.
create table vault.news_walk (
  city_id   int         not null primary key,
  walked_to timestamptz not null
);

alter table vault.news enable row level security;
alter table vault.news force row level security;
create policy opened on vault.news using (current_setting('luoshi.vault', true) = 'open');
alter table vault.news_port enable row level security;
alter table vault.news_port force row level security;
create policy opened on vault.news_port using (current_setting('luoshi.vault', true) = 'open');
alter table vault.news_day enable row level security;
alter table vault.news_day force row level security;
create policy opened on vault.news_day using (current_setting('luoshi.vault', true) = 'open');
alter table vault.news_walk enable row level security;
alter table vault.news_walk force row level security;
create policy opened on vault.news_walk using (current_setting('luoshi.vault', true) = 'open');
