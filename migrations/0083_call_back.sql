-- Call-backs (回访) drawn by the system; whom a complaint names, so that new superiors are kept out of it too.

alter table voice_excluded add column named boolean not null default false;

-- He who leaves a contact may say that he may be called about how it went. Only then is he ever drawn.
alter table vault.identity add column may_call boolean not null default false;

-- 抽取: the answered voices of a window that may be called, and those drawn of them, so that anybody can draw again.
create table call_draw (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  unit_id    uuid        not null,
  org_path   text        collate "C" not null,
  from_on    date        not null,
  to_on      date        not null,
  seed       text        not null,
  frame_hash text        not null check (length(frame_hash) = 64),
  frame_n    int         not null,
  asked_n    int         not null check (asked_n > 0),
  by_person  uuid        not null,
  by_post    uuid        not null,
  at         timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, by_post) references post (city_id, id)
);

-- One call: for one answer of one voice, by the unit that drew it; the result is told once.
create table voice_call (
  city_id   int    not null,
  draw_id   uuid   not null,
  voice_id  uuid   not null,
  round     int    not null,
  result    text   check (result in ('rated','no_answer','declined')),
  by_person uuid,
  done_on   date,
  primary key (city_id, draw_id, voice_id),
  unique (city_id, voice_id, round),
  foreign key (city_id, draw_id) references call_draw (city_id, id),
  foreign key (city_id, voice_id) references voice (city_id, id),
  check ((result is null) = (by_person is null) and (result is null) = (done_on is null))
);

-- Told in a call, not by the reporter's own hand.
alter table voice_rating add column by_call boolean not null default false;
