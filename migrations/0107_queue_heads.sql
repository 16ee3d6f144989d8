-- What waits is found by what it is: groups headed by a voice among those headed by a problem, linked ones among
-- suggestions. Both are few, and whoever asked for them walked past all the others.
create index alike_item_heads on alike_item (city_id, main_kind, kind, main_id) where state = 'open';

alter table alike_item_member add column item_kind text;
update alike_item_member m set item_kind = i.kind
from alike_item i where i.city_id = m.city_id and i.id = m.item_id;
alter table alike_item_member alter column item_kind set not null, add check (item_kind in ('suggested','linked'));
create index alike_item_member_linked on alike_item_member (city_id, main_kind, score desc, item_id)
  where decision is null and item_kind = 'linked';
-- Until the server knows the new column, linked groups would be looked for the long way round (seconds in a city).
analyze alike_item, alike_item_member;
