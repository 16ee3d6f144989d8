-- Who there is: cities, units, links, people, posts, holdings, accounts, sessions, tokens (组织与人员).

-- Clears the way for tests of many cities on one server; a city is one local government (辖区).
create table city (
  city_id    int         not null primary key,
  name       text        not null check (length(name) between 1 and 100),
  created_at timestamptz not null
);

-- A unit (单位) has one territory parent; `org_path` is the chain of `no` from the city down, each ended
-- by a dot ('1.5.60.'), so that a subtree is the range [path, path with its last '.' replaced by '/').
create table unit (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  version    int         not null default 1,
  no         int         not null,
  code       text        not null check (length(code) between 1 and 64),
  name       text        not null check (length(name) between 1 and 120),
  short_name text        not null check (length(short_name) between 1 and 60),
  kind       text        not null check (kind in ('city','county','department','town','village','community','branch','office','enterprise','taskforce')),
  parent_id  uuid,
  org_path   text        collate "C" not null,
  county_no  int         not null,
  functions  text[]      not null default '{}',
  sort       int         not null default 0,
  closed_on  date,
  created_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, no),
  unique (city_id, code),
  unique (city_id, org_path),
  foreign key (city_id, parent_id) references unit (city_id, id),
  check ((kind = 'city') = (parent_id is null))
);
create index unit_by_name on unit (city_id, name);
create index unit_by_parent on unit (city_id, parent_id, sort, no);

-- Search words of units, bigrams of name, short name and code.
create table unit_search (
  city_id  int      not null,
  unit_id  uuid     not null,
  tsv      tsvector not null,
  primary key (city_id, unit_id),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index unit_search_words on unit_search using gin (tsv);

-- 条线 and Party relation: `upper` sees `lower` and everything below it.
create table unit_link (
  city_id    int  not null,
  id         uuid not null,
  kind       text not null check (kind in ('line','party')),
  upper_unit uuid not null,
  lower_unit uuid not null,
  function   text,
  from_on    date not null,
  to_on      date,
  primary key (city_id, id),
  foreign key (city_id, upper_unit) references unit (city_id, id),
  foreign key (city_id, lower_unit) references unit (city_id, id),
  check (upper_unit <> lower_unit),
  check (to_on is null or to_on >= from_on)
);
create unique index unit_link_once on unit_link (city_id, kind, upper_unit, lower_unit) where to_on is null;
create index unit_link_lower on unit_link (city_id, lower_unit);

create table person (
  city_id    int         not null references city (city_id),
  id         uuid        not null,
  code       text        not null check (length(code) between 1 and 64),
  name       text        not null check (length(name) between 1 and 60),
  left_on    date,
  created_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, code)
);

-- Duty binds to a post (岗位), never to a name.
create table post (
  city_id    int         not null,
  id         uuid        not null,
  unit_id    uuid        not null,
  code       text        not null check (length(code) between 1 and 80),
  name       text        not null check (length(name) between 1 and 60),
  role       text        not null check (role in ('office','liaison','handler','inspector','leader','auditor','system_admin','security_admin','audit_admin')),
  closed_on  date,
  created_at timestamptz not null,
  primary key (city_id, id),
  unique (city_id, code),
  foreign key (city_id, unit_id) references unit (city_id, id)
);
create index post_by_unit on post (city_id, unit_id, role);

-- Who holds a post from a day to a day (任职); `acting` says that it is held for the time being (代理).
create table holding (
  city_id    int         not null,
  id         uuid        not null,
  post_id    uuid        not null,
  person_id  uuid        not null,
  acting     boolean     not null default false,
  from_on    date        not null,
  to_on      date,
  created_at timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, post_id) references post (city_id, id),
  foreign key (city_id, person_id) references person (city_id, id),
  check (to_on is null or to_on >= from_on)
);
create index holding_by_person on holding (city_id, person_id);
create index holding_by_post on holding (city_id, post_id);

-- 包联: a leader's post stands by a unit, a project or an enterprise.
create table sponsorship (
  city_id     int  not null,
  id          uuid not null,
  post_id     uuid not null,
  object_kind text not null check (object_kind in ('unit','project','enterprise')),
  object_id   text not null,
  from_on     date not null,
  to_on       date,
  primary key (city_id, id),
  foreign key (city_id, post_id) references post (city_id, id)
);
create index sponsorship_by_post on sponsorship (city_id, post_id);

create table account (
  city_id          int         not null,
  id               uuid        not null,
  person_id        uuid        not null,
  login            text        collate "C" not null check (length(login) between 2 and 64),
  password_hash    text,
  must_change      boolean     not null default true,
  totp_secret      text,
  totp_last_step   bigint,
  oidc_subject     text,
  disabled_at      timestamptz,
  created_at       timestamptz not null,
  primary key (city_id, id),
  unique (city_id, login),
  unique (city_id, person_id),
  foreign key (city_id, person_id) references person (city_id, id)
);
create unique index account_oidc on account (city_id, oidc_subject) where oidc_subject is not null;

-- Failed credentials over every route that takes one, keyed by account first (限次).
create table credential_try (
  city_id int         not null,
  key     text        not null,
  tries   int         not null,
  since   timestamptz not null,
  until   timestamptz,
  primary key (city_id, key)
);

create table session (
  city_id    int         not null,
  token_hash text        collate "C" not null,
  account_id uuid        not null,
  strength   text        not null check (strength in ('password','two_factor','oidc','first_password')),
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  ends_at    timestamptz not null,
  agent      text        not null default '',
  primary key (city_id, token_hash),
  foreign key (city_id, account_id) references account (city_id, id)
);
create index session_by_account on session (city_id, account_id);

-- Personal tokens of the open API: shown once, kept as a hash, limited to scopes.
create table api_token (
  city_id    int         not null,
  id         uuid        not null,
  token_hash text        collate "C" not null,
  account_id uuid        not null,
  name       text        not null check (length(name) between 1 and 80),
  scopes     text[]      not null,
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  revoked_at timestamptz,
  used_at    timestamptz,
  primary key (city_id, id),
  unique (city_id, token_hash),
  foreign key (city_id, account_id) references account (city_id, id)
);
create index api_token_by_account on api_token (city_id, account_id);

-- One-time words: the first administrator's set-up, invitations (一次性口令).
create table one_time_token (
  city_id    int         not null,
  token_hash text        collate "C" not null,
  purpose    text        not null check (purpose in ('setup','invite')),
  account_id uuid,
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  used_at    timestamptz,
  primary key (city_id, token_hash)
);
