-- What others have found of an entry (核实结论) is asked by list and overview; checks that count into it are few among all.
create index entry_check_by_others on entry_check (city_id, entry_id, episode, checked_at desc, id desc, finding)
  where assurance <> 'superior' and finding <> 'cannot_verify';
