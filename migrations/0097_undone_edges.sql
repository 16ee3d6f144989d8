-- Taking back a judgement looks for links of the same subjects that are out of force.
create index alike_edge_undone_a on alike_edge (city_id, a_id) where undone_at is not null;
create index alike_edge_undone_b on alike_edge (city_id, b_id) where undone_at is not null;
