-- The next milestone of an entry is asked for every line of a list: found among those that wait, without reading the
-- measures around them. Written only where a milestone is.
create index measure_waiting on measure (city_id, entry_id, due_on)
  where kind = 'milestone' and done_at is null and dropped_at is null;
