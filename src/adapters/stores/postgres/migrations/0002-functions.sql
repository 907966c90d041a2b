-- works with: 2
-- Muster's time, so many milliseconds of the wall from now.
create function muster_time(ahead_ms double precision) returns text language sql volatile as $$
  select to_char(
    coalesce(
      (select told + (clock_timestamp() - wall + ahead_ms * interval '1 millisecond') * speed from clock),
      clock_timestamp() + ahead_ms * interval '1 millisecond'
    ) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Makes a stream's agenda this. Rows that keep their key and hour keep their lease, and are not even touched.
create function muster_put_agenda_1(of text, keys text[], hours text[], lanes text[]) returns void language plpgsql as $$
begin
  delete from agenda a where a.stream = of and a.key <> all (keys);
  insert into agenda as a (stream, key, lane, at, due)
  select of, w.key, w.lane, w.at, w.at
  from unnest(keys, hours, lanes) as w (key, at, lane)
  where not exists (
    select from agenda s where s.stream = of and s.key = w.key and s.at = w.at and s.lane = w.lane
  )
  on conflict (stream, key) do update set
    lane = excluded.lane,
    at = excluded.at,
    due = case when a.at = excluded.at then a.due else excluded.at end,
    token = case when a.at = excluded.at then a.token end,
    holder = case when a.at = excluded.at then a.holder end;
end
$$;

-- Every event of an append stands there already, word for word: it was ours, and its answer got lost.
create function muster_was_written_1(op jsonb) returns boolean language sql stable as $$
  select count(*) = jsonb_array_length(op -> 'bodies')
  from jsonb_array_elements_text(op -> 'bodies') with ordinality as b (body, nth)
  join events e on e.stream = op ->> 'stream' and e.version = (op ->> 'expected')::bigint + b.nth and e.body = b.body
$$;

create function muster_append_1(op jsonb, again boolean) returns jsonb language plpgsql as $$
declare
  of text := op ->> 'stream';
  expected bigint := (op ->> 'expected')::bigint;
  delivery text := op ->> 'delivery';
  bodies text[] := array(select jsonb_array_elements_text(op -> 'bodies'));
  sums bigint[] := array(select jsonb_array_elements_text(op -> 'sums'));
  at_end bigint := expected + cardinality(bodies);
  found_reply text;
  current bigint;
  link text;
begin
  if again and muster_was_written_1(op) then
    return jsonb_build_object('outcome', 'appended', 'version', at_end);
  end if;
  if delivery is not null then
    select reply into found_reply from deliveries where id = delivery;
    if found then
      return jsonb_build_object('outcome', 'duplicate', 'reply', found_reply);
    end if;
  end if;
  if op ? 'token' then
    perform from agenda where stream = of and key = op ->> 'key' and token = op ->> 'token';
    if not found then
      return jsonb_build_object('outcome', 'lease lost');
    end if;
  end if;
  select version, head into current, link from streams where stream = of for update;
  if not found then
    current := 0;
    link := '';
  end if;
  if current = 0 and expected = 0 then
    insert into streams (stream, version, head, open, number)
    values (of, 0, '', (op ->> 'open')::boolean, (op ->> 'number')::bigint)
    on conflict (stream) do nothing;
    if not found then
      select version into current from streams where stream = of for update;
    end if;
  end if;
  if current <> expected then
    return jsonb_build_object('outcome', 'conflict', 'version', current);
  end if;
  for nth in 1 .. cardinality(bodies) loop
    link := encode(sha256(convert_to(
      '["' || link || '",' || (op ->> 'name') || ',' || (current + nth) || ',' || to_json(bodies[nth])::text || ']', 'UTF8')), 'hex');
    insert into events (stream, version, body, checksum, hash) values (of, current + nth, bodies[nth], sums[nth], link);
  end loop;
  update streams set version = at_end, head = link, open = (op ->> 'open')::boolean where stream = of;
  perform muster_put_agenda_1(
    of,
    array(select jsonb_array_elements_text(op -> 'keys')),
    array(select jsonb_array_elements_text(op -> 'hours')),
    array(select jsonb_array_elements_text(op -> 'lanes')));
  if delivery is not null then
    insert into deliveries (id, stream, version, reply) values (delivery, of, at_end, op ->> 'reply');
  end if;
  return jsonb_build_object('outcome', 'appended', 'version', at_end);
end
$$;

-- The hashes of a stream's next events, each over the one before it (`ports/chain.ts`).
create function muster_links_1(head text, name text, version bigint, bodies text[]) returns text[] language plpgsql immutable as $$
declare
  link text := head;
  links text[] := '{}';
begin
  for nth in 1 .. cardinality(bodies) loop
    link := encode(sha256(convert_to('["' || link || '",' || name || ',' || (version + nth) || ',' || to_json(bodies[nth])::text || ']', 'UTF8')), 'hex');
    links := links || link;
  end loop;
  return links;
end
$$;

-- Appends to so many different streams that are there already, without deliveries: as one statement.
create function muster_append_run_1(ops jsonb) returns jsonb language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  answers jsonb;
begin
  with asked as materialized (
    select e.nth, x.*
    from jsonb_array_elements(ops) with ordinality as e (op, nth),
      jsonb_to_record(e.op) as x (stream text, name text, expected bigint, bodies text[], sums bigint[], open boolean,
        keys text[], hours text[], lanes text[], key text, token text)
  ), judged as materialized (
    select o.*, coalesce(s.version, 0) as current,
      case
        when o.token is not null and not exists (
          select from agenda a where a.stream = o.stream collate "C" and a.key = o.key collate "C" and a.token = o.token
        ) then 'lease lost'
        when coalesce(s.version, 0) <> o.expected then 'conflict'
        else 'appended'
      end as outcome,
      muster_links_1(s.head, o.name, s.version, o.bodies) as links
    from asked o left join streams s on s.stream = o.stream collate "C"
  ), kept as (
    insert into events (stream, version, body, checksum, hash)
    select j.stream, j.current + b.nth, b.body, b.sum, b.link
    from judged j, unnest(j.bodies, j.sums, j.links) with ordinality as b (body, sum, link, nth)
    where j.outcome = 'appended'
  ), moved as (
    update streams s set version = j.current + cardinality(j.bodies), head = j.links[cardinality(j.links)], open = j.open
    from judged j where s.stream = j.stream collate "C" and j.outcome = 'appended'
  ), gone as (
    delete from agenda a using judged j
    where a.stream = j.stream collate "C" and j.outcome = 'appended' and a.key <> all (j.keys)
  ), put as (
    insert into agenda as a (stream, key, lane, at, due)
    select j.stream, w.key, w.lane, w.at, w.at
    from judged j, unnest(j.keys, j.hours, j.lanes) as w (key, at, lane)
    where j.outcome = 'appended' and not exists (
      select from agenda s
      where s.stream = j.stream collate "C" and s.key = w.key collate "C" and s.at = w.at collate "C" and s.lane = w.lane
    )
    on conflict (stream, key) do update set
      lane = excluded.lane,
      at = excluded.at,
      due = case when a.at = excluded.at then a.due else excluded.at end,
      token = case when a.at = excluded.at then a.token end,
      holder = case when a.at = excluded.at then a.holder end
  )
  select jsonb_agg(
    case outcome
      when 'appended' then jsonb_build_object('outcome', outcome, 'version', current + cardinality(bodies))
      when 'conflict' then jsonb_build_object('outcome', outcome, 'version', current)
      else jsonb_build_object('outcome', outcome)
    end order by nth) into answers
  from judged;
  return answers;
end
$$;

create function muster_rearm_1(op jsonb) returns boolean language plpgsql as $$
begin
  update streams set open = (op ->> 'open')::boolean
  where stream = op ->> 'stream' and version = (op ->> 'version')::bigint;
  if not found then
    return false;
  end if;
  perform muster_put_agenda_1(
    op ->> 'stream',
    array(select jsonb_array_elements_text(op -> 'keys')),
    array(select jsonb_array_elements_text(op -> 'hours')),
    array(select jsonb_array_elements_text(op -> 'lanes')));
  return true;
end
$$;

-- Rows that are due, to one caller only. A lease counts milliseconds of the wall, however fast Muster's time runs.
create function muster_claim_1(op jsonb, replica text, again boolean) returns jsonb language plpgsql as $$
declare
  mine text := op ->> 'token';
  now_told text := muster_time(0);
  taken jsonb;
begin
  insert into replicas as r (id, seen) values (replica, clock_timestamp())
  on conflict (id) do update set seen = clock_timestamp() where r.seen < clock_timestamp() - interval '100 milliseconds';
  -- What an earlier claim took without its answer ever being heard.
  if op ? 'lost' then
    update agenda set due = at, token = null, holder = null
    where holder = replica and token = any (array(select jsonb_array_elements_text(op -> 'lost')));
  end if;
  if again then
    select jsonb_agg(jsonb_build_array(stream, key, at) order by at, stream, key) into taken from agenda where token = mine;
  end if;
  if taken is null then
    with ready as (
      select a.stream, a.key, a.due from agenda a
      where a.lane = op ->> 'lane' and a.due <= now_told
      order by a.due, a.stream, a.key limit (op ->> 'most')::bigint
      for update skip locked
    ), given as (
      update agenda a set due = muster_time((op ->> 'lease_ms')::double precision), token = mine, holder = replica
      from ready r where a.stream = r.stream and a.key = r.key
      returning a.stream, a.key, a.at, r.due
    )
    select jsonb_agg(jsonb_build_array(stream, key, at) order by due, stream, key) into taken from given;
  end if;
  return coalesce(taken, '[]'::jsonb);
end
$$;

-- A group of writes, in their order, as one transaction that is never open while somebody thinks. `again`: an earlier try
-- of the same group may have been kept, though its answer was lost.
create function muster_write_1(ops jsonb, replica text, again boolean) returns jsonb language plpgsql as $$
declare
  op jsonb;
  answer jsonb;
  answers jsonb[] := '{}';
  told jsonb[] := '{}';
begin
  -- In one order for everybody, so that two groups never wait for each other. Claims, which wait for nobody, come last.
  perform from streams where stream = any (array(
    select coalesce(i, o) ->> 'stream'
    from jsonb_array_elements(ops) o left join lateral jsonb_array_elements(o -> 'ops') i on true
    where o ->> 'do' in ('append', 'appends', 'rearm', 'release', 'drop')
  ))
  order by stream for update;
  perform from numbers where series = any (array(
    select o ->> 'series' from jsonb_array_elements(ops) o where o ->> 'do' = 'number'
  )) order by series for update;
  perform from texts where name = any (array(
    select o ->> 'name' from jsonb_array_elements(ops) o where o ->> 'do' = 'text'
  )) order by name for update;
  for op in select jsonb_array_elements(ops) loop
    case op ->> 'do'
      when 'append' then
        answer := muster_append_1(op, again);
        if answer ->> 'outcome' = 'appended' then
          told := told || jsonb_build_array(op ->> 'stream', answer -> 'version');
        end if;
      when 'appends' then
        if again then
          answer := (select jsonb_agg(muster_append_1(each, true) order by nth) from jsonb_array_elements(op -> 'ops') with ordinality e (each, nth));
        else
          answer := muster_append_run_1(op -> 'ops');
        end if;
        told := told || array(
          select jsonb_build_array(o -> 'stream', a -> 'version')
          from rows from (jsonb_array_elements(op -> 'ops'), jsonb_array_elements(answer)) as both_of (o, a)
          where a ->> 'outcome' = 'appended');
      when 'claim' then
        answer := muster_claim_1(op, replica, again);
      when 'release' then
        update agenda set due = greatest(at, op ->> 'at' collate "C"), token = null, holder = null
        where stream = op ->> 'stream' and key = op ->> 'key' and token = op ->> 'token';
        answer := 'null';
      when 'drop' then
        delete from agenda where stream = op ->> 'stream' and key = op ->> 'key' and token = op ->> 'token';
        answer := 'null';
      when 'rearm' then
        answer := to_jsonb(muster_rearm_1(op));
      when 'number' then
        insert into numbers as n (series, last) values (op ->> 'series', 1)
        on conflict (series) do update set last = n.last + 1 returning to_jsonb(last) into answer;
      when 'keep' then
        insert into documents (hash, content) values (op ->> 'hash', op ->> 'content') on conflict (hash) do nothing;
        answer := 'null';
      when 'text' then
        answer := to_jsonb(muster_put_text_1(op, again));
    end case;
    answers := answers || answer;
  end loop;
  if cardinality(told) > 0 then
    perform muster_tell_1(replica, told);
  end if;
  return to_jsonb(answers);
end
$$;

create function muster_put_text_1(op jsonb, again boolean) returns boolean language plpgsql as $$
declare
  before bigint := (op ->> 'expected')::bigint;
begin
  if before = 0 then
    insert into texts (name, version, content, token) values (op ->> 'name', 1, op ->> 'content', op ->> 'token')
    on conflict (name) do nothing;
  else
    update texts set version = version + 1, content = op ->> 'content', token = op ->> 'token'
    where name = op ->> 'name' and version = before;
  end if;
  return found or again and exists (
    select from texts where name = op ->> 'name' and version = before + 1 and token = op ->> 'token'
  );
end
$$;

-- What was appended, to all that listen. A notification holds 8,000 bytes; more goes in several.
create function muster_tell_1(replica text, told jsonb[]) returns void language plpgsql as $$
declare
  most integer := 40;
  payload text;
begin
  for part in 0 .. (cardinality(told) - 1) / most loop
    payload := jsonb_build_object('by', replica, 'told', to_jsonb(told[part * most + 1 : (part + 1) * most]))::text;
    -- A hint that is too long for PostgreSQL is left out: what it was about is kept all the same.
    if octet_length(payload) < 7900 then
      perform pg_notify('muster_' || current_schema(), payload);
    end if;
  end loop;
end
$$;

-- A sign of life, at least every `alive_ms` / 3. Whoever gave none for so long, or whose session ended and who did not come
-- back within `gone_ms`, holds nothing any more. Answers with the time, Muster's speed, and whether anything became free.
create function muster_beat_1(replica text, alive_ms double precision, gone_ms double precision) returns jsonb language plpgsql as $$
declare
  now_wall timestamptz := clock_timestamp();
  alive interval := alive_ms * interval '1 millisecond';
  steady timestamptz;
  gone bigint := 0;
  freed bigint := 0;
begin
  insert into replicas as r (id, seen, backend, since) values (replica, now_wall, pg_backend_pid(), now_wall)
  on conflict (id) do update set
    seen = now_wall,
    backend = pg_backend_pid(),
    since = case when r.backend is null or r.seen < now_wall - alive or r.since > now_wall then now_wall else r.since end
  returning since into steady;
  -- Whose session ended is gone. Who is only silent may have been held up by the database, for all: whoever was silent itself
  -- a moment ago does not judge that.
  delete from replicas r where r.id in (
    select d.id from replicas d
    where d.seen < now_wall - alive and steady < now_wall - alive
      or d.seen < now_wall - gone_ms * interval '1 millisecond'
        and d.backend is not null
        and not exists (select from pg_stat_get_activity(null) s where s.pid = d.backend)
    for update skip locked
  );
  get diagnostics gone = row_count;
  -- Now and then in any case: a crash of the database empties the table of replicas.
  if gone > 0 or steady < now_wall - alive and random() < 0.1 then
    with free as (
      select a.stream, a.key from agenda a
      where a.holder is not null and not exists (select from replicas r where r.id = a.holder)
      for update skip locked
    )
    update agenda a set due = a.at, token = null, holder = null from free f where a.stream = f.stream and a.key = f.key;
    get diagnostics freed = row_count;
  end if;
  return jsonb_build_object(
    'freed', freed,
    'wall', extract(epoch from clock_timestamp()) * 1000,
    'told', extract(epoch from coalesce((select told + (clock_timestamp() - wall) * speed from clock), clock_timestamp())) * 1000,
    'speed', coalesce((select speed from clock), 1)
  );
end
$$;

-- Whoever stops on purpose lets go of everything at once, and says so.
create function muster_leave_1(replica text) returns void language plpgsql as $$
begin
  delete from replicas where id = replica;
  update agenda set due = at, token = null, holder = null where holder = replica;
  if found then
    perform pg_notify('muster_' || current_schema(), jsonb_build_object('by', replica, 'told', '[]'::jsonb, 'freed', true)::text);
  end if;
end
$$;
