-- Draft answers (答复草稿): a later version takes the place of the earlier, none is destroyed. The one that has not
-- ended waits to be published; which event kept it, and with it who, is told by the voice's own version.
create table voice_draft (
  city_id       int  not null,
  voice_id      uuid not null,
  version       int  not null check (version >= 1),
  voice_version int  not null,
  unit_id       uuid,
  kept_on       date not null,
  outcome       text check (outcome in ('upheld','partly_upheld','explained','not_upheld')),
  body          text not null check (length(body) <= 4000),
  facts         text not null default '' check (length(facts) <= 4000),
  basis         text not null default '' check (length(basis) <= 2000),
  reasons       text not null default '' check (length(reasons) <= 2000),
  ended_as      text check (ended_as in ('replaced','used','dropped')),
  ended_at      int,
  primary key (city_id, voice_id, version),
  foreign key (city_id, voice_id) references voice (city_id, id),
  foreign key (city_id, voice_id, voice_version) references voice_event (city_id, voice_id, version),
  check ((ended_as is null) = (ended_at is null))
);
create unique index voice_draft_waiting on voice_draft (city_id, voice_id) where ended_as is null;
