-- Indicators, targets and readings (指标、目标、数值). A place is that of the unit, read from `unit`: there
-- are thousands of targets, not hundreds of thousands, and a copied path could drift when a unit moves.

-- What is measured and how (指标定义). Each version stands whole in its event; targets and readings name
-- the version they were made under, since figures of two definitions are not comparable.
create table indicator (
  city_id     int         not null references city (city_id),
  id          uuid        not null,
  version     int         not null,
  state       text        not null check (state in ('undefined','defined')),
  name        text        not null check (length(name) between 1 and 100),
  measure     text        not null default '' check (length(measure) <= 20),
  meaning     text        not null default '' check (length(meaning) <= 1000),
  direction   text        not null check (direction in ('up','down','keep')),
  periodicity text        not null check (periodicity in ('monthly','quarterly','half_yearly','yearly','once')),
  -- Do the values of units add up to that of the unit above (可加总)?
  adds        boolean     not null default false,
  -- Whose definition it is, and the post that keeps its figures (数据责任岗位).
  unit_id     uuid        not null,
  owner_post  uuid,
  source      text        not null default '' check (length(source) <= 200),
  sort        int         not null default 0,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  primary key (city_id, id),
  unique (city_id, unit_id, name),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, owner_post) references post (city_id, id),
  foreign key (city_id, id, version, state) references event (city_id, subject_id, subject_version, state) deferrable initially deferred,
  check (state <> 'defined' or meaning <> '')
);

-- One goal of one unit for one period (目标). `document_id` and the offsets say which words of which
-- document it comes from; the quote stands here so that it can be read without that document.
create table target (
  city_id      int         not null references city (city_id),
  id           uuid        not null,
  version      int         not null,
  state        text        not null check (state in ('proposed','definition_pending','effective','revised','concluded')),
  indicator_id uuid        not null,
  -- The version of the definition it took effect under.
  definition   int,
  unit_id      uuid        not null,
  campaign_id  uuid,
  period_from  date        not null,
  period_to    date        not null,
  baseline     numeric,
  baseline_on  date,
  goal         numeric,
  goal_to      numeric,
  op           text        not null check (op in ('ge','le','eq','range','about')),
  grade        text        not null check (grade in ('binding','expected','striven')),
  path         text        not null check (path in ('linear','compound','seasonal','quarterly','held')),
  -- Shares (seasonal) or values (quarterly) of the points of the path, in order.
  profile      jsonb       not null default '[]',
  weight       numeric     not null default 1 check (weight > 0),
  parent_id    uuid,
  surcharge_reason text    not null default '',
  guard_id     uuid,
  document_id  uuid,
  span_start   int,
  span_end     int,
  quote        text        not null default '' check (length(quote) <= 2000),
  outcome      text        check (outcome in ('achieved','missed','not_assessable')),
  remark       text        not null default '',
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (city_id, id),
  unique (city_id, document_id, span_start, span_end, unit_id),
  foreign key (city_id, indicator_id) references indicator (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  foreign key (city_id, parent_id) references target (city_id, id),
  foreign key (city_id, guard_id) references indicator (city_id, id),
  foreign key (city_id, id, version, state) references event (city_id, subject_id, subject_version, state) deferrable initially deferred,
  check (period_to >= period_from),
  check (state not in ('effective','revised') or (goal is not null and definition is not null)),
  check ((op = 'range') = (goal_to is not null) or goal is null),
  check ((state = 'concluded') = (outcome is not null)),
  check ((document_id is null) = (span_start is null) and (span_start is null) = (span_end is null)),
  check (parent_id <> id)
);
create index target_by_unit on target (city_id, unit_id);
create index target_by_indicator on target (city_id, indicator_id);
create index target_by_parent on target (city_id, parent_id);

-- The value of an indicator for a unit at the end of a period (数值): the newest vintage. A figure that is
-- missing has no row.
create table reading (
  city_id      int         not null,
  id           uuid        not null,
  version      int         not null,
  state        text        not null check (state in ('provisional','final','restated')),
  indicator_id uuid        not null,
  unit_id      uuid        not null,
  period_end   date        not null,
  value        numeric     not null,
  primary key (city_id, id),
  unique (city_id, indicator_id, unit_id, period_end),
  foreign key (city_id, indicator_id) references indicator (city_id, id),
  foreign key (city_id, unit_id) references unit (city_id, id),
  foreign key (city_id, id, version, state) references event (city_id, subject_id, subject_version, state) deferrable initially deferred
);

-- Every vintage a reading has had (版次); a correction is a further row, and none is changed.
create table reading_vintage (
  city_id    int         not null,
  reading_id uuid        not null,
  version    int         not null,
  vintage    text        not null check (vintage in ('provisional','final','restated')),
  value      numeric     not null,
  -- The day the figure was given out.
  as_of      date        not null,
  definition int         not null,
  note       text        not null default '' check (length(note) <= 500),
  by_unit    uuid        not null,
  by_post    uuid        not null,
  at         timestamptz not null,
  primary key (city_id, reading_id, version),
  foreign key (city_id, reading_id) references reading (city_id, id),
  foreign key (city_id, by_unit) references unit (city_id, id)
);

-- How pace is counted and lights are lit (序时与亮灯规则): versioned data. The newest that has begun holds, a
-- campaign's own before the city's.
create table pace_rule (
  city_id     int         not null references city (city_id),
  id          uuid        not null,
  campaign_id uuid,
  label       text        not null check (length(label) between 1 and 40),
  from_on     date        not null,
  elapsed_by  text        not null check (elapsed_by in ('months','days')),
  yellow_at   int         not null check (yellow_at between -100 and 0),
  red_below   int         not null check (red_below between -100 and 0),
  lag_days    int         not null check (lag_days between 0 and 366),
  basis       text        not null check (length(basis) between 1 and 200),
  set_by      uuid        not null,
  set_at      timestamptz not null,
  primary key (city_id, id),
  foreign key (city_id, campaign_id) references campaign (city_id, id),
  check (red_below <= yellow_at)
);
create index pace_rule_in_force on pace_rule (city_id, from_on);
