-- A repeated call gets the very answer of the first: jsonb would put its fields in another order.
alter table idempotency alter column body type json using body::json;
