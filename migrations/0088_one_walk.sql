-- Lists are walked in the order they are shown in. What they are most often narrowed by stands behind that order in
-- the index, so that a row which does not match is passed over without being fetched. Still none holds `state`.
create index entry_by_due_narrowed on entry (city_id, due_sort, id, org_path, category, source, is_key, found_by);
drop index entry_by_due;
alter index entry_by_due_narrowed rename to entry_by_due;

create index entry_by_id_narrowed on entry (city_id, id, org_path, category, source, is_key, found_by);

create index entry_open_by_due_narrowed on entry (city_id, due_sort, id, org_path, category, source, is_key, found_by)
  where closed_at is null;
drop index entry_open_by_due;
alter index entry_open_by_due_narrowed rename to entry_open_by_due;

-- What a county or a town has open is a fifth of what it has, and asked for all day.
create index entry_open_by_place on entry (city_id, org_path, due_sort, id) where closed_at is null;

-- What is in hand was not handed in: the rules see to it, and the list of what is overdue rests on it.
alter table entry add constraint entry_in_hand_check
  check (state not in ('listed', 'assigned', 'accepted', 'underway', 'blocked') or delivered_at is null) not valid;
