-- Built from the migrations bfd146fc1509ce87 by python -m guichet.server.schema; not edited by hand.
SET LOCAL search_path = '';
SET LOCAL check_function_bodies = false;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.guichet_is_his(ticket bigint, person bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (SELECT 1 FROM desk_ticket t WHERE t.number = ticket AND t.reporter_id = person)
        OR EXISTS (SELECT 1 FROM desk_share s WHERE s.ticket_id = ticket AND s.person_id = person)
$$;

CREATE FUNCTION public.guichet_list(text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg(value.value, ' '::text) AS string_agg FROM unnest($1) value(value));

CREATE FUNCTION public.guichet_texts(jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg(jsonb_each_text.value, ' '::text) AS string_agg FROM jsonb_each_text($1) jsonb_each_text(key, value));

CREATE FUNCTION public.guichet_ticket_same_company() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM desk_ticket t
          JOIN desk_ticket o ON o.number = t.previous_id OR o.number = t.duplicate_of_id
          JOIN people_company tc ON tc.id = t.company_id
          JOIN people_company oc ON oc.id = o.company_id
         WHERE (t.number = NEW.number OR t.previous_id = NEW.number OR t.duplicate_of_id = NEW.number)
           AND coalesce(tc.merged_into_id, tc.id) <> coalesce(oc.merged_into_id, oc.id)
    ) THEN
        RAISE EXCEPTION 'ticket_same_company: a follow-up or a duplicate of another company''s request'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.guichet_unaccent(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN public.unaccent('public.unaccent'::regdictionary, $1);

CREATE FUNCTION public.guichet_tsv(text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, public.guichet_unaccent("left"($1, 300000)));

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE TABLE public.access_logentry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    act character varying(60) NOT NULL,
    subject character varying(200) NOT NULL,
    data jsonb NOT NULL,
    address inet,
    by_id bigint
);

ALTER TABLE public.access_logentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_logentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_entity (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(200) NOT NULL,
    city character varying(100) NOT NULL,
    company_id bigint NOT NULL,
    external_id character varying(100)
);

ALTER TABLE public.catalog_entity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_entity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_entitylimit (
    id bigint NOT NULL,
    entity_id bigint NOT NULL,
    membership_id bigint NOT NULL
);

ALTER TABLE public.catalog_entitylimit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_entitylimit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_installation (
    id bigint NOT NULL,
    environment character varying(10) NOT NULL,
    name character varying(100) NOT NULL,
    operated_by character varying(10) NOT NULL,
    external_id character varying(100),
    is_active boolean NOT NULL,
    company_id bigint NOT NULL,
    product_id bigint NOT NULL,
    release_id bigint NOT NULL
);

CREATE TABLE public.catalog_installation_entities (
    id bigint NOT NULL,
    installation_id bigint NOT NULL,
    entity_id bigint NOT NULL
);

ALTER TABLE public.catalog_installation_entities ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_installation_entities_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.catalog_installation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_installation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_product (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(100) NOT NULL,
    version_scheme character varying(10) NOT NULL
);

ALTER TABLE public.catalog_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_release (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    released_on date,
    planned_on date,
    line_id bigint NOT NULL
);

ALTER TABLE public.catalog_release ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_release_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalog_versionline (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    support_ends_on date,
    product_id bigint NOT NULL
);

ALTER TABLE public.catalog_versionline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalog_versionline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contracts_contract (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    on_call_number character varying(40) NOT NULL,
    standing_agreement text NOT NULL,
    standing_covers_flex boolean NOT NULL,
    flex_balance numeric(12,2),
    external_id character varying(100),
    calendar_id bigint NOT NULL,
    company_id bigint NOT NULL,
    critical_calendar_id bigint,
    policy_id bigint NOT NULL,
    clock_starts character varying(12) NOT NULL,
    CONSTRAINT contract_ends_after_it_begins CHECK (((ends_on IS NULL) OR (ends_on >= starts_on)))
);

ALTER TABLE public.contracts_contract ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contracts_contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contracts_contract_products (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    product_id bigint NOT NULL
);

ALTER TABLE public.contracts_contract_products ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contracts_contract_products_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contracts_coveragerow (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    spec jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT contracts_coveragerow_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.contracts_coveragerow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contracts_coveragerow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contracts_offer (
    id bigint NOT NULL,
    reason text NOT NULL,
    amount numeric(12,2) NOT NULL,
    currency character varying(3) NOT NULL,
    valid_until date NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    decision text NOT NULL,
    company_id bigint NOT NULL,
    decided_by_id bigint,
    desk_id bigint NOT NULL,
    offered_by_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    CONSTRAINT an_offer_costs_something CHECK ((amount > (0)::numeric))
);

ALTER TABLE public.contracts_offer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.contracts_offer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_attachment (
    id bigint NOT NULL,
    token character varying(64) NOT NULL,
    filename character varying(255) NOT NULL,
    content_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    uploaded_by_id bigint NOT NULL,
    message_id bigint,
    note_id bigint,
    ticket_id bigint NOT NULL,
    CONSTRAINT a_file_belongs_to_a_message_or_to_a_note CHECK ((((message_id IS NOT NULL) AND (note_id IS NULL)) OR ((message_id IS NULL) AND (note_id IS NOT NULL))))
);

ALTER TABLE public.desk_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_clock (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    target_s integer NOT NULL,
    used_s integer NOT NULL,
    due_at timestamp with time zone,
    told_due_at timestamp with time zone,
    missed jsonb NOT NULL,
    warned jsonb NOT NULL,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    CONSTRAINT desk_clock_target_s_check CHECK ((target_s >= 0)),
    CONSTRAINT desk_clock_used_s_check CHECK ((used_s >= 0))
);

ALTER TABLE public.desk_clock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_clock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_deskstay (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    desk_id bigint NOT NULL,
    team_id bigint,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_deskstay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_deskstay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_event (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    is_public boolean NOT NULL,
    data jsonb NOT NULL,
    sla jsonb NOT NULL,
    status character varying(20) NOT NULL,
    turn character varying(12) NOT NULL,
    reacted_at timestamp with time zone,
    by_id bigint,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_heldreply (
    id bigint NOT NULL,
    body text NOT NULL,
    status character varying(20) NOT NULL,
    resolution character varying(40) NOT NULL,
    files jsonb NOT NULL,
    submission character varying(200) NOT NULL,
    knew_status character varying(20) NOT NULL,
    knew_customer_at timestamp with time zone,
    held_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    problem text NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_heldreply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_heldreply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_incident (
    id bigint NOT NULL,
    titles jsonb NOT NULL,
    texts jsonb NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    over_told_at timestamp with time zone,
    line_id bigint,
    parent_id bigint,
    product_id bigint NOT NULL,
    published_by_id bigint NOT NULL,
    CONSTRAINT an_incident_ends_after_it_begins CHECK (((ends_at IS NULL) OR (ends_at > starts_at)))
);

ALTER TABLE public.desk_incident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_incidentfollower (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.desk_incidentfollower ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_incidentfollower_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_insider (
    id bigint NOT NULL,
    reason character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_insider ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_insider_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_message (
    id bigint NOT NULL,
    side character varying(10) NOT NULL,
    channel character varying(10) NOT NULL,
    body text NOT NULL,
    language character varying(2) NOT NULL,
    is_first boolean NOT NULL,
    is_call boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submission character varying(80),
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv(body)) STORED,
    author_id bigint,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    versions jsonb
);

ALTER TABLE public.desk_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_note (
    id bigint NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submission character varying(80),
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv(body)) STORED,
    author_id bigint NOT NULL,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_reading (
    id bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_reading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_reading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_share (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_share ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_survey (
    id bigint NOT NULL,
    score smallint NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    CONSTRAINT a_score_is_one_to_five CHECK (((score >= 1) AND (score <= 5))),
    CONSTRAINT desk_survey_score_check CHECK ((score >= 0))
);

ALTER TABLE public.desk_survey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_survey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_ticket (
    number bigint NOT NULL,
    channel character varying(10) NOT NULL,
    former_types character varying(10)[] NOT NULL,
    subject character varying(300) NOT NULL,
    language character varying(2) NOT NULL,
    fields jsonb NOT NULL,
    confidential boolean NOT NULL,
    deadline timestamp with time zone,
    status character varying(20) NOT NULL,
    turn character varying(12) NOT NULL,
    status_since timestamp with time zone NOT NULL,
    turn_since timestamp with time zone NOT NULL,
    came_from character varying(20) NOT NULL,
    appointment_at timestamp with time zone,
    way_round_accepted boolean NOT NULL,
    resolution character varying(40) NOT NULL,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    reopened smallint NOT NULL,
    by_thanks boolean NOT NULL,
    handovers smallint NOT NULL,
    criticality character varying(10) NOT NULL,
    derived_criticality character varying(10) NOT NULL,
    lowered_from character varying(10) NOT NULL,
    lowered_at timestamp with time zone,
    contest_until timestamp with time zone,
    contested_at timestamp with time zone,
    contested_level character varying(10) NOT NULL,
    contest_decided_at timestamp with time zone,
    unanswered_since timestamp with time zone,
    escalated_at timestamp with time zone,
    escalate_from timestamp with time zone,
    check_on date,
    queue_rank smallint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    next_kind character varying(20) NOT NULL,
    wake_at timestamp with time zone,
    timer_from timestamp with time zone,
    reminders smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    last_customer_at timestamp with time zone,
    last_vendor_at timestamp with time zone,
    version integer NOT NULL,
    submission character varying(80),
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv((subject)::text)) STORED,
    calendar_id bigint NOT NULL,
    company_id bigint NOT NULL,
    contract_id bigint,
    desk_id bigint NOT NULL,
    domain_id bigint,
    duplicate_of_id bigint,
    entered_by_id bigint,
    handler_id bigint,
    installation_id bigint,
    owner_id bigint,
    parent_id bigint,
    policy_id bigint NOT NULL,
    previous_id bigint,
    problem_id bigint,
    release_id bigint,
    reporter_id bigint NOT NULL,
    target_release_id bigint,
    team_id bigint,
    type_id bigint NOT NULL,
    missing character varying(40)[] DEFAULT '{}'::character varying(40)[] NOT NULL,
    contest_due_at timestamp with time zone,
    escalation_due_at timestamp with time zone,
    owed_told_at timestamp with time zone,
    brand character varying(40) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT a_closed_ticket_says_when CHECK (((closed_at IS NOT NULL) OR (NOT ((status)::text = ANY ((ARRAY['CLOSED'::character varying, 'CANCELLED'::character varying])::text[]))))),
    CONSTRAINT a_planned_fix_names_a_release CHECK (((NOT ((status)::text = 'PLANNED_FIX'::text)) OR (target_release_id IS NOT NULL))),
    CONSTRAINT a_solution_has_a_code CHECK (((NOT ((status)::text = 'RESOLVED'::text)) OR (NOT ((resolution)::text = ''::text)))),
    CONSTRAINT an_appointment_has_a_date CHECK (((NOT ((status)::text = 'SCHEDULED'::text)) OR (appointment_at IS NOT NULL))),
    CONSTRAINT desk_ticket_handovers_check CHECK ((handovers >= 0)),
    CONSTRAINT desk_ticket_queue_rank_check CHECK ((queue_rank >= 0)),
    CONSTRAINT desk_ticket_reminders_check CHECK ((reminders >= 0)),
    CONSTRAINT desk_ticket_reopened_check CHECK ((reopened >= 0)),
    CONSTRAINT desk_ticket_version_check CHECK ((version >= 0))
);

ALTER TABLE public.desk_ticket ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_ticket_number_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.desk_ticketentity (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    entity_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.desk_ticketentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_ticketentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.intake_draft (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    data jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    person_id bigint NOT NULL,
    ticket_id bigint,
    company_id bigint,
    reporter_id bigint,
    CONSTRAINT draft_of_a_request_or_of_a_new_one CHECK (((ticket_id IS NULL) OR ((company_id IS NULL) AND (reporter_id IS NULL))))
);

ALTER TABLE public.intake_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.intake_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.intake_mail (
    id bigint NOT NULL,
    identity character varying(64) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    is_cut boolean NOT NULL,
    message_id character varying(300) NOT NULL,
    origin character varying(10) NOT NULL,
    place jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    copies integer NOT NULL,
    tries smallint NOT NULL,
    outcome character varying(12) NOT NULL,
    reason character varying(40) NOT NULL,
    details jsonb NOT NULL,
    settled_at timestamp with time zone,
    from_name character varying(200) NOT NULL,
    from_email character varying(320) NOT NULL,
    subject character varying(500) NOT NULL,
    excerpt character varying(1000) NOT NULL,
    files smallint NOT NULL,
    company_id bigint,
    handled_by_id bigint,
    person_id bigint,
    said_id bigint,
    ticket_id bigint,
    mailbox_id bigint,
    is_gone boolean NOT NULL,
    CONSTRAINT a_mail_of_a_ticket_has_its_company CHECK (((ticket_id IS NULL) = (company_id IS NULL))),
    CONSTRAINT a_mail_with_an_outcome_says_when CHECK (((((outcome)::text = 'waiting'::text) AND (settled_at IS NULL)) OR ((NOT ((outcome)::text = 'waiting'::text)) AND (settled_at IS NOT NULL)))),
    CONSTRAINT intake_mail_copies_check CHECK ((copies >= 0)),
    CONSTRAINT intake_mail_files_check CHECK ((files >= 0)),
    CONSTRAINT intake_mail_tries_check CHECK ((tries >= 0))
);

ALTER TABLE public.intake_mail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.intake_mail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.intake_mailbox (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    is_active boolean NOT NULL,
    host character varying(200) NOT NULL,
    port integer NOT NULL,
    security character varying(10) NOT NULL,
    "user" character varying(254) NOT NULL,
    auth character varying(10) NOT NULL,
    secret text NOT NULL,
    client_id character varying(200) NOT NULL,
    client_secret text NOT NULL,
    tenant character varying(100) NOT NULL,
    access_token text NOT NULL,
    access_until timestamp with time zone,
    folder character varying(200) NOT NULL,
    afterwards character varying(10) NOT NULL,
    move_to character varying(200) NOT NULL,
    addresses character varying(254)[] NOT NULL,
    trusted_hosts character varying(200)[] NOT NULL,
    demands character varying(12) NOT NULL,
    uid_validity bigint,
    last_uid bigint NOT NULL,
    fetched_at timestamp with time zone,
    problem character varying(300) NOT NULL,
    failing_since timestamp with time zone,
    desk_id bigint,
    type_id bigint,
    brand_id bigint,
    language character varying(2) NOT NULL,
    renewed_secret text NOT NULL,
    CONSTRAINT intake_mailbox_port_check CHECK ((port >= 0))
);

ALTER TABLE public.intake_mailbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.intake_mailbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.intake_upload (
    id bigint NOT NULL,
    token character varying(64) NOT NULL,
    filename character varying(255) NOT NULL,
    content_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.intake_upload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.intake_upload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.jobs_heartbeat (
    name character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.knowledge_article (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    audience character varying(10) NOT NULL,
    language character varying(2) NOT NULL,
    reviewed_at timestamp with time zone,
    published_at timestamp with time zone,
    review_on date,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    author_id bigint,
    domain_id bigint,
    product_id bigint,
    reviewed_by_id bigint,
    CONSTRAINT knowledge_article_version_check CHECK ((version >= 0)),
    CONSTRAINT published_says_when CHECK (((NOT ((state)::text = ANY ((ARRAY['published'::character varying, 'to_review'::character varying])::text[]))) OR (published_at IS NOT NULL)))
);

ALTER TABLE public.knowledge_article ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_articleimage (
    id bigint NOT NULL,
    token character varying(64) NOT NULL,
    filename character varying(255) NOT NULL,
    content_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL
);

ALTER TABLE public.knowledge_articleimage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_articleimage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_articleorigin (
    article_id bigint NOT NULL,
    removed jsonb NOT NULL,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

CREATE TABLE public.knowledge_articlerange (
    id bigint NOT NULL,
    first character varying(40) NOT NULL,
    "end" character varying(40) NOT NULL,
    article_id bigint NOT NULL,
    line_id bigint NOT NULL
);

ALTER TABLE public.knowledge_articlerange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_articlerange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_articletext (
    id bigint NOT NULL,
    language character varying(2) NOT NULL,
    slug character varying(120) NOT NULL,
    title character varying(200) NOT NULL,
    body text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv((((title)::text || ' '::text) || body))) STORED
);

ALTER TABLE public.knowledge_articletext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_articletext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_articlevote (
    id bigint NOT NULL,
    is_useful boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.knowledge_articlevote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_articlevote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_dossier (
    problem_id bigint NOT NULL,
    steps text NOT NULL,
    created_by_id bigint,
    owner_id bigint
);

CREATE TABLE public.knowledge_follower (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    problem_id bigint NOT NULL
);

ALTER TABLE public.knowledge_follower ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_follower_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_knownproblem (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    domain_id bigint,
    product_id bigint,
    checked_at timestamp with time zone,
    seen jsonb NOT NULL,
    signatures character varying(200)[] NOT NULL,
    symptom jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    visibility character varying(10) NOT NULL,
    way_round jsonb NOT NULL,
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv(((((((COALESCE(public.guichet_texts(symptom), ''::text) || ' '::text) || COALESCE(public.guichet_texts(seen), ''::text)) || ' '::text) || COALESCE(public.guichet_texts(way_round), ''::text)) || ' '::text) || COALESCE(public.guichet_list((signatures)::text[]), ''::text)))) STORED,
    CONSTRAINT knowledge_knownproblem_version_check CHECK ((version >= 0))
);

ALTER TABLE public.knowledge_knownproblem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_knownproblem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_news (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    texts jsonb NOT NULL,
    reach jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    carried_at timestamp with time zone,
    told_at timestamp with time zone,
    by_id bigint,
    problem_id bigint,
    release_id bigint,
    CONSTRAINT news_is_of_a_problem_or_of_a_release CHECK (((((kind)::text = 'update'::text) AND (problem_id IS NOT NULL) AND (release_id IS NULL)) OR (((kind)::text = 'release'::text) AND (problem_id IS NULL) AND (release_id IS NOT NULL))))
);

ALTER TABLE public.knowledge_news ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_news_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_problemrange (
    id bigint NOT NULL,
    first character varying(40) NOT NULL,
    "end" character varying(40) NOT NULL,
    fixed_in_id bigint,
    line_id bigint NOT NULL,
    problem_id bigint NOT NULL
);

ALTER TABLE public.knowledge_problemrange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_problemrange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_regression (
    id bigint NOT NULL,
    reason character varying(220) NOT NULL,
    at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    decided_at timestamp with time zone,
    company_id bigint NOT NULL,
    decided_by_id bigint,
    problem_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.knowledge_regression ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_regression_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_searchmiss (
    id bigint NOT NULL,
    query character varying(200) NOT NULL,
    language character varying(2) NOT NULL,
    room character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.knowledge_searchmiss ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_searchmiss_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_spread (
    id bigint NOT NULL,
    companies integer NOT NULL,
    problem_id bigint NOT NULL,
    release_id bigint,
    CONSTRAINT knowledge_spread_companies_check CHECK ((companies >= 0)),
    CONSTRAINT no_count_below_five CHECK ((companies >= 5))
);

ALTER TABLE public.knowledge_spread ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_spread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_centre (
    what character varying(10) NOT NULL,
    key character varying(100) NOT NULL,
    version character varying(100) NOT NULL,
    requests integer NOT NULL,
    e5 real[],
    use real[]
);

CREATE TABLE public.matching_deflection (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    object_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.matching_deflection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_deflection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_filetext (
    id bigint NOT NULL,
    is_of_note boolean NOT NULL,
    body text NOT NULL,
    is_read boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    attachment_id bigint NOT NULL,
    company_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    words tsvector GENERATED ALWAYS AS (public.guichet_tsv(body)) STORED
);

ALTER TABLE public.matching_filetext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_filetext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_item (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    object_id bigint NOT NULL,
    part smallint NOT NULL,
    language character varying(5) NOT NULL,
    title character varying(300) NOT NULL,
    text text NOT NULL,
    audience character varying(10) NOT NULL,
    owner bigint NOT NULL,
    "position" bigint,
    words integer[] NOT NULL,
    counts smallint[] NOT NULL,
    title_words integer[] NOT NULL,
    length integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    company_id bigint,
    desk_id bigint,
    product_id bigint,
    CONSTRAINT matching_item_length_check CHECK ((length >= 0)),
    CONSTRAINT matching_item_part_check CHECK ((part >= 0)),
    CONSTRAINT what_is_of_a_company_names_it CHECK (((((audience)::text = 'company'::text) AND (company_id IS NOT NULL)) OR (NOT ((audience)::text = 'company'::text))))
);

ALTER TABLE public.matching_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_label (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    object_id bigint NOT NULL,
    verdict character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.matching_label ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_label_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_language (
    language character varying(5) NOT NULL,
    n_all integer DEFAULT 0 NOT NULL,
    n_open integer DEFAULT 0 NOT NULL,
    words bigint DEFAULT 0 NOT NULL,
    means jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.matching_lexeme (
    id integer NOT NULL,
    language character varying(5) NOT NULL,
    word character varying(60) NOT NULL,
    df_all integer DEFAULT 0 NOT NULL,
    df_open integer DEFAULT 0 NOT NULL
);

ALTER TABLE public.matching_lexeme ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.matching_lexeme_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_posting (
    lexeme_id integer NOT NULL,
    item_id bigint NOT NULL,
    owner bigint NOT NULL,
    weight real NOT NULL
);

CREATE TABLE public.matching_progress (
    name character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    number bigint NOT NULL
);

CREATE TABLE public.matching_savedsearch (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    query character varying(2000) NOT NULL,
    is_shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.matching_savedsearch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_savedsearch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.matching_sign (
    item_id bigint CONSTRAINT matching_sign_item_id_not_null1 NOT NULL,
    owner integer CONSTRAINT matching_sign_owner_not_null1 NOT NULL,
    desk_id integer,
    product_id integer,
    e5 bit(384),
    use bit(512) CONSTRAINT matching_sign_use_not_null1 NOT NULL,
    object_id integer CONSTRAINT matching_sign_object_id_not_null1 NOT NULL,
    "position" integer,
    e5_scale real CONSTRAINT matching_sign_e5_scale_not_null1 NOT NULL,
    use_scale real CONSTRAINT matching_sign_use_scale_not_null1 NOT NULL,
    use_title_scale real CONSTRAINT matching_sign_use_title_scale_not_null1 NOT NULL,
    kind character varying(10) CONSTRAINT matching_sign_kind_not_null1 NOT NULL
);
ALTER TABLE ONLY public.matching_sign ALTER COLUMN e5 SET STORAGE PLAIN;
ALTER TABLE ONLY public.matching_sign ALTER COLUMN use SET STORAGE PLAIN;

CREATE TABLE public.matching_vector (
    item_id bigint NOT NULL,
    version character varying(60) NOT NULL,
    kind character varying(10) NOT NULL,
    object_id bigint NOT NULL,
    language character varying(5) NOT NULL,
    owner bigint NOT NULL,
    desk_id bigint,
    product_id bigint,
    "position" bigint,
    e5 public.halfvec(384),
    use public.halfvec(512),
    use_title public.halfvec(512)
);
ALTER TABLE ONLY public.matching_vector ALTER COLUMN e5 SET STORAGE PLAIN;
ALTER TABLE ONLY public.matching_vector ALTER COLUMN use SET STORAGE PLAIN;
ALTER TABLE ONLY public.matching_vector ALTER COLUMN use_title SET STORAGE PLAIN;

CREATE TABLE public.matching_weights (
    id bigint NOT NULL,
    state character varying(20) NOT NULL,
    fitted jsonb NOT NULL,
    requests integer NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    is_kept boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT matching_weights_requests_check CHECK ((requests >= 0))
);

ALTER TABLE public.matching_weights ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.matching_weights_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_absence (
    id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    deputy_id bigint,
    entered_by_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT absence_ends_after_it_begins CHECK ((ends_at > starts_at)),
    CONSTRAINT nobody_is_his_own_deputy CHECK (((deputy_id IS NULL) OR (NOT ((deputy_id = person_id) AND (deputy_id IS NOT NULL)))))
);

ALTER TABLE public.people_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.people_attempt (
    key character varying(200) NOT NULL,
    window_started_at timestamp with time zone NOT NULL,
    count integer NOT NULL,
    CONSTRAINT people_attempt_count_check CHECK ((count >= 0))
);

CREATE TABLE public.people_away (
    id bigint NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT away_ends_after_it_begins CHECK ((last_on >= first_on))
);

ALTER TABLE public.people_away ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_away_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_closure (
    id bigint NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    note character varying(200) NOT NULL,
    company_id bigint NOT NULL,
    CONSTRAINT closure_ends_after_it_begins CHECK ((last_on >= first_on))
);

ALTER TABLE public.people_closure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_closure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_company (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    external_id character varying(100),
    city character varying(100) NOT NULL,
    language character varying(2) NOT NULL,
    zone character varying(64) NOT NULL,
    phone character varying(40) NOT NULL,
    mail_domain character varying(200) NOT NULL,
    all_see_all boolean NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    merged_into_id bigint,
    merged_at timestamp with time zone,
    CONSTRAINT a_merged_company_is_not_active CHECK (((merged_into_id IS NULL) OR ((NOT is_active) AND (merged_at IS NOT NULL))))
);

ALTER TABLE public.people_company ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_company_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_credential (
    person_id bigint NOT NULL,
    password character varying(200) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    is_demo boolean NOT NULL
);

CREATE TABLE public.people_membership (
    id bigint NOT NULL,
    is_reader boolean NOT NULL,
    is_requester boolean NOT NULL,
    is_approver boolean NOT NULL,
    is_administrator boolean NOT NULL,
    sees_company boolean NOT NULL,
    is_confidential boolean NOT NULL,
    is_limited_to_entities boolean NOT NULL,
    ended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    sees_after bigint
);

ALTER TABLE public.people_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_onetimelink (
    digest character varying(64) NOT NULL,
    purpose character varying(12) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

CREATE TABLE public.people_person (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    given_name character varying(100) NOT NULL,
    family_name character varying(100) NOT NULL,
    language character varying(2) NOT NULL,
    zone character varying(64) NOT NULL,
    phone character varying(40) NOT NULL,
    is_agent boolean NOT NULL,
    is_limited boolean NOT NULL,
    is_administrator boolean NOT NULL,
    spoken character varying(2)[] NOT NULL,
    theme character varying(5) NOT NULL,
    away_until date,
    is_active boolean NOT NULL,
    epoch integer NOT NULL,
    external_id character varying(100),
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT only_an_agent_is_limited CHECK (((NOT is_limited) OR is_agent)),
    CONSTRAINT people_person_epoch_check CHECK ((epoch >= 0))
);

ALTER TABLE public.people_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_seat (
    id bigint NOT NULL,
    is_lead boolean NOT NULL,
    person_id bigint NOT NULL,
    team_id bigint NOT NULL
);

ALTER TABLE public.people_seat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_seat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_token (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    scopes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.people_token ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reactions_letter (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    language character varying(2) NOT NULL,
    message_id character varying(200) NOT NULL,
    "to" character varying(254) NOT NULL,
    subject character varying(500) NOT NULL,
    headers jsonb NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    state character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    attempts smallint NOT NULL,
    next_try_at timestamp with time zone,
    problem character varying(300) NOT NULL,
    company_id bigint,
    event_id bigint,
    person_id bigint NOT NULL,
    ticket_id bigint,
    in_hand_since timestamp with time zone,
    news_id bigint,
    digest_id bigint,
    CONSTRAINT a_letter_about_a_ticket_has_its_company CHECK (((ticket_id IS NULL) = (company_id IS NULL))),
    CONSTRAINT reactions_letter_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE public.reactions_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reactions_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reactions_mute (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    ticket_id bigint NOT NULL
);

ALTER TABLE public.reactions_mute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reactions_mute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reactions_rhythm (
    person_id bigint NOT NULL,
    is_daily boolean NOT NULL
);

CREATE TABLE public.service_brand (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    spec jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_brand_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_brand ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_brand_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_criticality (
    id bigint NOT NULL,
    key character varying(10) NOT NULL,
    labels jsonb NOT NULL,
    definitions jsonb NOT NULL,
    duties jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_criticality_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_criticality ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_criticality_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_desk (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    labels jsonb NOT NULL,
    is_visible boolean NOT NULL,
    is_billed boolean NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_desk_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_desk ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_desk_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_domain (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    labels jsonb NOT NULL,
    "position" smallint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT service_domain_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_domain ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_domain_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_lettertext (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    brand character varying(40) NOT NULL,
    language character varying(2) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL
);

ALTER TABLE public.service_lettertext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_lettertext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_matrixrow (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    spec jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_matrixrow_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_matrixrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_matrixrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_requesttype (
    id bigint NOT NULL,
    key character varying(10) NOT NULL,
    labels jsonb NOT NULL,
    criticality character varying(5) NOT NULL,
    spec jsonb NOT NULL,
    "position" smallint NOT NULL,
    is_active boolean NOT NULL,
    desk_id bigint NOT NULL,
    team_id bigint,
    CONSTRAINT service_requesttype_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_requesttype ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_requesttype_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_resolution (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    labels jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_resolution_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_resolution ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_resolution_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_statustext (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    labels jsonb NOT NULL,
    meanings jsonb NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT service_statustext_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_statustext ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_statustext_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_team (
    id bigint NOT NULL,
    key character varying(20) NOT NULL,
    labels jsonb NOT NULL,
    "position" smallint NOT NULL,
    desk_id bigint NOT NULL,
    CONSTRAINT service_team_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.service_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_text (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    spec jsonb NOT NULL
);

ALTER TABLE public.service_text ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_text_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sla_businesscalendar (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    labels jsonb NOT NULL,
    spec jsonb NOT NULL,
    former jsonb NOT NULL
);

ALTER TABLE public.sla_businesscalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sla_businesscalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sla_slapolicy (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    labels jsonb NOT NULL,
    spec jsonb NOT NULL,
    former jsonb NOT NULL
);

ALTER TABLE public.sla_slapolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sla_slapolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY public.knowledge_news
    ADD CONSTRAINT a_release_is_news_once UNIQUE (release_id);

ALTER TABLE ONLY public.access_logentry
    ADD CONSTRAINT access_logentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_entity
    ADD CONSTRAINT catalog_entity_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.catalog_entity
    ADD CONSTRAINT catalog_entity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_entitylimit
    ADD CONSTRAINT catalog_entitylimit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_installation_entities
    ADD CONSTRAINT catalog_installation_ent_installation_id_entity_i_33e86254_uniq UNIQUE (installation_id, entity_id);

ALTER TABLE ONLY public.catalog_installation_entities
    ADD CONSTRAINT catalog_installation_entities_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_installation
    ADD CONSTRAINT catalog_installation_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.catalog_installation
    ADD CONSTRAINT catalog_installation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_key_key UNIQUE (key);

ALTER TABLE ONLY public.catalog_product
    ADD CONSTRAINT catalog_product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_release
    ADD CONSTRAINT catalog_release_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_versionline
    ADD CONSTRAINT catalog_versionline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_number_key UNIQUE (number);

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts_contract_products
    ADD CONSTRAINT contracts_contract_produ_contract_id_product_id_dad0ed42_uniq UNIQUE (contract_id, product_id);

ALTER TABLE ONLY public.contracts_contract_products
    ADD CONSTRAINT contracts_contract_products_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts_coveragerow
    ADD CONSTRAINT contracts_coveragerow_key_key UNIQUE (key);

ALTER TABLE ONLY public.contracts_coveragerow
    ADD CONSTRAINT contracts_coveragerow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_token_key UNIQUE (token);

ALTER TABLE ONLY public.desk_clock
    ADD CONSTRAINT desk_clock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_event
    ADD CONSTRAINT desk_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_submission_key UNIQUE (submission);

ALTER TABLE ONLY public.desk_incident
    ADD CONSTRAINT desk_incident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_incidentfollower
    ADD CONSTRAINT desk_incidentfollower_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT desk_insider_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_submission_key UNIQUE (submission);

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_submission_key UNIQUE (submission);

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT desk_reading_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT desk_survey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_submission_key UNIQUE (submission);

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT desk_ticketentity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT flagged_once UNIQUE (problem_id, ticket_id);

ALTER TABLE ONLY public.knowledge_follower
    ADD CONSTRAINT followed_once UNIQUE (problem_id, person_id, company_id);

ALTER TABLE ONLY public.desk_incidentfollower
    ADD CONSTRAINT followed_once_per_incident UNIQUE (incident_id, person_id);

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT intake_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_identity_key UNIQUE (identity);

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.intake_mailbox
    ADD CONSTRAINT intake_mailbox_key_key UNIQUE (key);

ALTER TABLE ONLY public.intake_mailbox
    ADD CONSTRAINT intake_mailbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.intake_upload
    ADD CONSTRAINT intake_upload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.intake_upload
    ADD CONSTRAINT intake_upload_token_key UNIQUE (token);

ALTER TABLE ONLY public.jobs_heartbeat
    ADD CONSTRAINT jobs_heartbeat_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_articleimage
    ADD CONSTRAINT knowledge_articleimage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_articleimage
    ADD CONSTRAINT knowledge_articleimage_token_key UNIQUE (token);

ALTER TABLE ONLY public.knowledge_articleorigin
    ADD CONSTRAINT knowledge_articleorigin_pkey PRIMARY KEY (article_id);

ALTER TABLE ONLY public.knowledge_articlerange
    ADD CONSTRAINT knowledge_articlerange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_articletext
    ADD CONSTRAINT knowledge_articletext_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_articletext
    ADD CONSTRAINT knowledge_articletext_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.knowledge_articlevote
    ADD CONSTRAINT knowledge_articlevote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_dossier
    ADD CONSTRAINT knowledge_dossier_pkey PRIMARY KEY (problem_id);

ALTER TABLE ONLY public.knowledge_follower
    ADD CONSTRAINT knowledge_follower_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_knownproblem
    ADD CONSTRAINT knowledge_knownproblem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_news
    ADD CONSTRAINT knowledge_news_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_problemrange
    ADD CONSTRAINT knowledge_problemrange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_searchmiss
    ADD CONSTRAINT knowledge_searchmiss_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_spread
    ADD CONSTRAINT knowledge_spread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_centre
    ADD CONSTRAINT matching_centre_pkey PRIMARY KEY (what, key);

ALTER TABLE ONLY public.matching_deflection
    ADD CONSTRAINT matching_deflection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_attachment_id_key UNIQUE (attachment_id);

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_item
    ADD CONSTRAINT matching_item_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_label
    ADD CONSTRAINT matching_label_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_language
    ADD CONSTRAINT matching_language_pkey PRIMARY KEY (language);

ALTER TABLE ONLY public.matching_lexeme
    ADD CONSTRAINT matching_lexeme_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_progress
    ADD CONSTRAINT matching_progress_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.matching_savedsearch
    ADD CONSTRAINT matching_savedsearch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.matching_sign
    ADD CONSTRAINT matching_sign_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.matching_vector
    ADD CONSTRAINT matching_vector_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.matching_weights
    ADD CONSTRAINT matching_weights_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT muted_once UNIQUE (person_id, ticket_id);

ALTER TABLE ONLY public.people_away
    ADD CONSTRAINT one_away_per_first_day UNIQUE (person_id, first_on);

ALTER TABLE ONLY public.desk_clock
    ADD CONSTRAINT one_clock_per_kind UNIQUE (ticket_id, kind);

ALTER TABLE ONLY public.knowledge_spread
    ADD CONSTRAINT one_count_per_release UNIQUE NULLS NOT DISTINCT (problem_id, release_id);

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT one_draft_per_thing UNIQUE NULLS NOT DISTINCT (person_id, kind, ticket_id, company_id, reporter_id);

ALTER TABLE ONLY public.catalog_entity
    ADD CONSTRAINT one_entity_per_code UNIQUE (company_id, code);

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT one_insider_per_person UNIQUE (ticket_id, person_id);

ALTER TABLE ONLY public.matching_item
    ADD CONSTRAINT one_item_per_text UNIQUE (kind, object_id, language, part);

ALTER TABLE ONLY public.matching_label
    ADD CONSTRAINT one_label_per_suggestion UNIQUE (ticket_id, kind, object_id);

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT one_letter_per_event_and_person UNIQUE (event_id, person_id);

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT one_letter_per_news_and_person UNIQUE (news_id, person_id);

ALTER TABLE ONLY public.matching_lexeme
    ADD CONSTRAINT one_lexeme_per_word UNIQUE (language, word);

ALTER TABLE ONLY public.catalog_entitylimit
    ADD CONSTRAINT one_limit_per_entity UNIQUE (membership_id, entity_id);

ALTER TABLE ONLY public.catalog_versionline
    ADD CONSTRAINT one_line_per_name UNIQUE (product_id, name);

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT one_membership_per_company UNIQUE (person_id, company_id);

ALTER TABLE ONLY public.knowledge_problemrange
    ADD CONSTRAINT one_range_per_first_version UNIQUE (problem_id, line_id, first);

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT one_reading_per_person UNIQUE (ticket_id, person_id);

ALTER TABLE ONLY public.catalog_release
    ADD CONSTRAINT one_release_per_name UNIQUE (line_id, name);

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT one_row_per_entity UNIQUE (ticket_id, entity_id);

ALTER TABLE ONLY public.people_seat
    ADD CONSTRAINT one_seat_per_team UNIQUE (person_id, team_id);

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT one_share_per_person UNIQUE (ticket_id, person_id);

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT one_stay_per_team UNIQUE NULLS NOT DISTINCT (ticket_id, desk_id, team_id);

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT one_survey_per_ticket UNIQUE (ticket_id);

ALTER TABLE ONLY public.knowledge_articletext
    ADD CONSTRAINT one_text_per_language UNIQUE (article_id, language);

ALTER TABLE ONLY public.service_lettertext
    ADD CONSTRAINT one_text_per_letter_brand_and_language UNIQUE (kind, brand, language);

ALTER TABLE ONLY public.matching_savedsearch
    ADD CONSTRAINT one_view_of_that_name UNIQUE (person_id, name);

ALTER TABLE ONLY public.knowledge_articlevote
    ADD CONSTRAINT one_vote_per_reader UNIQUE (article_id, person_id);

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_attempt
    ADD CONSTRAINT people_attempt_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.people_away
    ADD CONSTRAINT people_away_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_closure
    ADD CONSTRAINT people_closure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_company
    ADD CONSTRAINT people_company_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.people_company
    ADD CONSTRAINT people_company_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_credential
    ADD CONSTRAINT people_credential_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_onetimelink
    ADD CONSTRAINT people_onetimelink_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_external_id_key UNIQUE (external_id);

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_seat
    ADD CONSTRAINT people_seat_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_token
    ADD CONSTRAINT people_token_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.people_token
    ADD CONSTRAINT people_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT reactions_mute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reactions_rhythm
    ADD CONSTRAINT reactions_rhythm_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.service_brand
    ADD CONSTRAINT service_brand_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_brand
    ADD CONSTRAINT service_brand_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_criticality
    ADD CONSTRAINT service_criticality_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_criticality
    ADD CONSTRAINT service_criticality_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_desk
    ADD CONSTRAINT service_desk_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_desk
    ADD CONSTRAINT service_desk_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_domain
    ADD CONSTRAINT service_domain_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_domain
    ADD CONSTRAINT service_domain_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_lettertext
    ADD CONSTRAINT service_lettertext_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_matrixrow
    ADD CONSTRAINT service_matrixrow_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_matrixrow
    ADD CONSTRAINT service_matrixrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_requesttype
    ADD CONSTRAINT service_requesttype_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_requesttype
    ADD CONSTRAINT service_requesttype_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_resolution
    ADD CONSTRAINT service_resolution_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_resolution
    ADD CONSTRAINT service_resolution_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_statustext
    ADD CONSTRAINT service_statustext_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_statustext
    ADD CONSTRAINT service_statustext_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_team
    ADD CONSTRAINT service_team_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_team
    ADD CONSTRAINT service_team_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.service_text
    ADD CONSTRAINT service_text_key_key UNIQUE (key);

ALTER TABLE ONLY public.service_text
    ADD CONSTRAINT service_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sla_businesscalendar
    ADD CONSTRAINT sla_businesscalendar_key_key UNIQUE (key);

ALTER TABLE ONLY public.sla_businesscalendar
    ADD CONSTRAINT sla_businesscalendar_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sla_slapolicy
    ADD CONSTRAINT sla_slapolicy_key_key UNIQUE (key);

ALTER TABLE ONLY public.sla_slapolicy
    ADD CONSTRAINT sla_slapolicy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT ticket_and_its_company UNIQUE (number, company_id);

ALTER TABLE ONLY public.knowledge_articlerange
    ADD CONSTRAINT valid_once_per_first_version UNIQUE (article_id, line_id, first);

CREATE INDEX absence_by_end ON public.people_absence USING btree (ends_at);

CREATE INDEX access_logentry_at_31ae036a ON public.access_logentry USING btree (at);

CREATE INDEX access_logentry_by_id_a958e006 ON public.access_logentry USING btree (by_id);

CREATE INDEX article_by_change ON public.knowledge_article USING btree (updated_at DESC, id DESC);

CREATE INDEX articletext_words ON public.knowledge_articletext USING gin (words);

CREATE INDEX catalog_entity_company_id_0e099eb9 ON public.catalog_entity USING btree (company_id);

CREATE INDEX catalog_entity_external_id_df6865b2_like ON public.catalog_entity USING btree (external_id varchar_pattern_ops);

CREATE INDEX catalog_entitylimit_entity_id_ca4f1d94 ON public.catalog_entitylimit USING btree (entity_id);

CREATE INDEX catalog_entitylimit_membership_id_c0c0c04a ON public.catalog_entitylimit USING btree (membership_id);

CREATE INDEX catalog_installation_company_id_0ef2c717 ON public.catalog_installation USING btree (company_id);

CREATE INDEX catalog_installation_entities_entity_id_0d153357 ON public.catalog_installation_entities USING btree (entity_id);

CREATE INDEX catalog_installation_entities_installation_id_e0ea8feb ON public.catalog_installation_entities USING btree (installation_id);

CREATE INDEX catalog_installation_external_id_25cd81b4_like ON public.catalog_installation USING btree (external_id varchar_pattern_ops);

CREATE INDEX catalog_installation_product_id_9b9217e6 ON public.catalog_installation USING btree (product_id);

CREATE INDEX catalog_installation_release_id_88555fee ON public.catalog_installation USING btree (release_id);

CREATE INDEX catalog_product_key_366147cc_like ON public.catalog_product USING btree (key varchar_pattern_ops);

CREATE INDEX catalog_release_line_id_f39ca89f ON public.catalog_release USING btree (line_id);

CREATE INDEX catalog_versionline_product_id_54151824 ON public.catalog_versionline USING btree (product_id);

CREATE INDEX company_by_name ON public.people_company USING btree (lower((name)::text));

CREATE INDEX contracts_contract_calendar_id_d94bfd54 ON public.contracts_contract USING btree (calendar_id);

CREATE INDEX contracts_contract_company_id_b071885c ON public.contracts_contract USING btree (company_id);

CREATE INDEX contracts_contract_critical_calendar_id_09fea2b1 ON public.contracts_contract USING btree (critical_calendar_id);

CREATE INDEX contracts_contract_external_id_c5a38afb_like ON public.contracts_contract USING btree (external_id varchar_pattern_ops);

CREATE INDEX contracts_contract_number_c16b99fb_like ON public.contracts_contract USING btree (number varchar_pattern_ops);

CREATE INDEX contracts_contract_policy_id_4a93da75 ON public.contracts_contract USING btree (policy_id);

CREATE INDEX contracts_contract_products_contract_id_d687617c ON public.contracts_contract_products USING btree (contract_id);

CREATE INDEX contracts_contract_products_product_id_fd5c9a3f ON public.contracts_contract_products USING btree (product_id);

CREATE INDEX contracts_coveragerow_key_968e49ed_like ON public.contracts_coveragerow USING btree (key varchar_pattern_ops);

CREATE INDEX contracts_offer_company_id_0707bc6e ON public.contracts_offer USING btree (company_id);

CREATE INDEX contracts_offer_decided_by_id_15031a60 ON public.contracts_offer USING btree (decided_by_id);

CREATE INDEX contracts_offer_desk_id_9ff4847e ON public.contracts_offer USING btree (desk_id);

CREATE INDEX contracts_offer_offered_by_id_ce22ba68 ON public.contracts_offer USING btree (offered_by_id);

CREATE INDEX contracts_offer_ticket_id_730cfc3b ON public.contracts_offer USING btree (ticket_id);

CREATE INDEX deflection_by_time ON public.matching_deflection USING btree (at);

CREATE INDEX desk_attachment_company_id_acb4aee0 ON public.desk_attachment USING btree (company_id);

CREATE INDEX desk_attachment_message_id_b308aa5a ON public.desk_attachment USING btree (message_id);

CREATE INDEX desk_attachment_note_id_6dd5d594 ON public.desk_attachment USING btree (note_id);

CREATE INDEX desk_attachment_sha256_7e1d6657 ON public.desk_attachment USING btree (sha256);

CREATE INDEX desk_attachment_sha256_7e1d6657_like ON public.desk_attachment USING btree (sha256 varchar_pattern_ops);

CREATE INDEX desk_attachment_ticket_id_90dfcba7 ON public.desk_attachment USING btree (ticket_id);

CREATE INDEX desk_attachment_token_70d81ce7_like ON public.desk_attachment USING btree (token varchar_pattern_ops);

CREATE INDEX desk_attachment_uploaded_by_id_394bdcd3 ON public.desk_attachment USING btree (uploaded_by_id);

CREATE INDEX desk_clock_company_id_36e5000e ON public.desk_clock USING btree (company_id);

CREATE INDEX desk_clock_ticket_id_92a6bb68 ON public.desk_clock USING btree (ticket_id);

CREATE INDEX desk_deskstay_company_id_40268112 ON public.desk_deskstay USING btree (company_id);

CREATE INDEX desk_deskstay_desk_id_bdb0ad92 ON public.desk_deskstay USING btree (desk_id);

CREATE INDEX desk_deskstay_team_id_efa9ba3f ON public.desk_deskstay USING btree (team_id);

CREATE INDEX desk_deskstay_ticket_id_9cf8ce0f ON public.desk_deskstay USING btree (ticket_id);

CREATE INDEX desk_event_by_id_46cc85a7 ON public.desk_event USING btree (by_id);

CREATE INDEX desk_event_company_id_61547afd ON public.desk_event USING btree (company_id);

CREATE INDEX desk_event_ticket_id_9ecee40b ON public.desk_event USING btree (ticket_id);

CREATE INDEX desk_heldreply_company_id_b7bc180a ON public.desk_heldreply USING btree (company_id);

CREATE INDEX desk_heldreply_person_id_563a19bc ON public.desk_heldreply USING btree (person_id);

CREATE INDEX desk_heldreply_submission_08705cda_like ON public.desk_heldreply USING btree (submission varchar_pattern_ops);

CREATE INDEX desk_heldreply_ticket_id_39627fcb ON public.desk_heldreply USING btree (ticket_id);

CREATE INDEX desk_incident_line_id_d64aeee4 ON public.desk_incident USING btree (line_id);

CREATE INDEX desk_incident_parent_id_28ba2c84 ON public.desk_incident USING btree (parent_id);

CREATE INDEX desk_incident_product_id_932c42b3 ON public.desk_incident USING btree (product_id);

CREATE INDEX desk_incident_published_by_id_68d481c9 ON public.desk_incident USING btree (published_by_id);

CREATE INDEX desk_incidentfollower_company_id_bd1ecea3 ON public.desk_incidentfollower USING btree (company_id);

CREATE INDEX desk_incidentfollower_incident_id_dbf279e7 ON public.desk_incidentfollower USING btree (incident_id);

CREATE INDEX desk_incidentfollower_person_id_738ad4c4 ON public.desk_incidentfollower USING btree (person_id);

CREATE INDEX desk_insider_company_id_ae261785 ON public.desk_insider USING btree (company_id);

CREATE INDEX desk_insider_person_id_89be87e6 ON public.desk_insider USING btree (person_id);

CREATE INDEX desk_insider_ticket_id_c50c4a3f ON public.desk_insider USING btree (ticket_id);

CREATE INDEX desk_message_author_id_02f5c1fc ON public.desk_message USING btree (author_id);

CREATE INDEX desk_message_company_id_62170e6c ON public.desk_message USING btree (company_id);

CREATE INDEX desk_message_submission_b6ba7a38_like ON public.desk_message USING btree (submission varchar_pattern_ops);

CREATE INDEX desk_message_ticket_id_2fbacc05 ON public.desk_message USING btree (ticket_id);

CREATE INDEX desk_note_author_id_56d535c5 ON public.desk_note USING btree (author_id);

CREATE INDEX desk_note_company_id_4a59620b ON public.desk_note USING btree (company_id);

CREATE INDEX desk_note_submission_c7fe8f64_like ON public.desk_note USING btree (submission varchar_pattern_ops);

CREATE INDEX desk_note_ticket_id_4ce0f793 ON public.desk_note USING btree (ticket_id);

CREATE INDEX desk_reading_company_id_35189cbc ON public.desk_reading USING btree (company_id);

CREATE INDEX desk_reading_person_id_3be781b2 ON public.desk_reading USING btree (person_id);

CREATE INDEX desk_reading_ticket_id_febe2ce2 ON public.desk_reading USING btree (ticket_id);

CREATE INDEX desk_share_added_by_id_1fd6a69a ON public.desk_share USING btree (added_by_id);

CREATE INDEX desk_share_company_id_f8e8c726 ON public.desk_share USING btree (company_id);

CREATE INDEX desk_share_person_id_f3afb430 ON public.desk_share USING btree (person_id);

CREATE INDEX desk_share_ticket_id_1b2a3d7e ON public.desk_share USING btree (ticket_id);

CREATE INDEX desk_survey_company_id_36afa148 ON public.desk_survey USING btree (company_id);

CREATE INDEX desk_survey_person_id_254f62d3 ON public.desk_survey USING btree (person_id);

CREATE INDEX desk_survey_ticket_id_4ff8795b ON public.desk_survey USING btree (ticket_id);

CREATE INDEX desk_ticket_calendar_id_9b6428be ON public.desk_ticket USING btree (calendar_id);

CREATE INDEX desk_ticket_company_id_9c9afa5b ON public.desk_ticket USING btree (company_id);

CREATE INDEX desk_ticket_contract_id_4efdc2c0 ON public.desk_ticket USING btree (contract_id);

CREATE INDEX desk_ticket_desk_id_9f4184c1 ON public.desk_ticket USING btree (desk_id);

CREATE INDEX desk_ticket_domain_id_63c4a63f ON public.desk_ticket USING btree (domain_id);

CREATE INDEX desk_ticket_duplicate_of_id_88040c3e ON public.desk_ticket USING btree (duplicate_of_id);

CREATE INDEX desk_ticket_entered_by_id_c294abd5 ON public.desk_ticket USING btree (entered_by_id);

CREATE INDEX desk_ticket_handler_id_4d0ea004 ON public.desk_ticket USING btree (handler_id);

CREATE INDEX desk_ticket_installation_id_6a6df4f4 ON public.desk_ticket USING btree (installation_id);

CREATE INDEX desk_ticket_owner_id_d4bd7f0e ON public.desk_ticket USING btree (owner_id);

CREATE INDEX desk_ticket_parent_id_dfc7ae9e ON public.desk_ticket USING btree (parent_id);

CREATE INDEX desk_ticket_policy_id_716d311a ON public.desk_ticket USING btree (policy_id);

CREATE INDEX desk_ticket_previous_id_c03a7c36 ON public.desk_ticket USING btree (previous_id);

CREATE INDEX desk_ticket_problem_id_3c0c8492 ON public.desk_ticket USING btree (problem_id);

CREATE INDEX desk_ticket_release_id_b108ef8f ON public.desk_ticket USING btree (release_id);

CREATE INDEX desk_ticket_reporter_id_d17d7c2e ON public.desk_ticket USING btree (reporter_id);

CREATE INDEX desk_ticket_submission_c00da4ee_like ON public.desk_ticket USING btree (submission varchar_pattern_ops);

CREATE INDEX desk_ticket_target_release_id_3c477f54 ON public.desk_ticket USING btree (target_release_id);

CREATE INDEX desk_ticket_team_id_e3f4b4e5 ON public.desk_ticket USING btree (team_id);

CREATE INDEX desk_ticket_type_id_3713d07b ON public.desk_ticket USING btree (type_id);

CREATE INDEX desk_ticketentity_company_id_6b0d54b4 ON public.desk_ticketentity USING btree (company_id);

CREATE INDEX desk_ticketentity_entity_id_c07e9316 ON public.desk_ticketentity USING btree (entity_id);

CREATE INDEX desk_ticketentity_ticket_id_0f53230c ON public.desk_ticketentity USING btree (ticket_id);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX event_not_yet_told ON public.desk_event USING btree (id) WHERE (reacted_at IS NULL);

CREATE INDEX event_of_ticket ON public.desk_event USING btree (ticket_id, at, id);

CREATE INDEX event_on_criticality ON public.desk_event USING btree (at, id) WHERE ((kind)::text = ANY ((ARRAY['ticket.criticality_changed'::character varying, 'ticket.contested'::character varying, 'ticket.contest_decided'::character varying])::text[]));

CREATE INDEX filetext_words ON public.matching_filetext USING gin (words);

CREATE INDEX held_by_writer ON public.desk_heldreply USING btree (person_id, ticket_id);

CREATE INDEX held_due ON public.desk_heldreply USING btree (due_at);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX incident_not_over ON public.desk_incident USING btree (ends_at) WHERE (over_told_at IS NULL);

CREATE INDEX intake_draft_company_id_8ae90bc9 ON public.intake_draft USING btree (company_id);

CREATE INDEX intake_draft_person_id_685b9849 ON public.intake_draft USING btree (person_id);

CREATE INDEX intake_draft_reporter_id_e679c249 ON public.intake_draft USING btree (reporter_id);

CREATE INDEX intake_draft_ticket_id_0f910acc ON public.intake_draft USING btree (ticket_id);

CREATE INDEX intake_mail_company_id_fb941557 ON public.intake_mail USING btree (company_id);

CREATE INDEX intake_mail_handled_by_id_1ff8daf7 ON public.intake_mail USING btree (handled_by_id);

CREATE INDEX intake_mail_identity_a00cb641_like ON public.intake_mail USING btree (identity varchar_pattern_ops);

CREATE INDEX intake_mail_mailbox_id_8928feb5 ON public.intake_mail USING btree (mailbox_id);

CREATE INDEX intake_mail_person_id_4a242d0c ON public.intake_mail USING btree (person_id);

CREATE INDEX intake_mail_said_id_2f3ecafb ON public.intake_mail USING btree (said_id);

CREATE INDEX intake_mail_ticket_id_dc18220b ON public.intake_mail USING btree (ticket_id);

CREATE INDEX intake_mailbox_brand_id_2c116b02 ON public.intake_mailbox USING btree (brand_id);

CREATE INDEX intake_mailbox_desk_id_3620651f ON public.intake_mailbox USING btree (desk_id);

CREATE INDEX intake_mailbox_key_318d1cc3_like ON public.intake_mailbox USING btree (key varchar_pattern_ops);

CREATE INDEX intake_mailbox_type_id_56cfb1f0 ON public.intake_mailbox USING btree (type_id);

CREATE INDEX intake_upload_person_id_7f5f22dc ON public.intake_upload USING btree (person_id);

CREATE INDEX intake_upload_token_4ded6242_like ON public.intake_upload USING btree (token varchar_pattern_ops);

CREATE INDEX jobs_heartbeat_name_7d4519e6_like ON public.jobs_heartbeat USING btree (name varchar_pattern_ops);

CREATE INDEX knowledge_article_author_id_fcf53799 ON public.knowledge_article USING btree (author_id);

CREATE INDEX knowledge_article_domain_id_44340a05 ON public.knowledge_article USING btree (domain_id);

CREATE INDEX knowledge_article_product_id_c4fb9fc3 ON public.knowledge_article USING btree (product_id);

CREATE INDEX knowledge_article_reviewed_by_id_f013316d ON public.knowledge_article USING btree (reviewed_by_id);

CREATE INDEX knowledge_articleimage_article_id_4b581698 ON public.knowledge_articleimage USING btree (article_id);

CREATE INDEX knowledge_articleimage_sha256_43d567f7 ON public.knowledge_articleimage USING btree (sha256);

CREATE INDEX knowledge_articleimage_sha256_43d567f7_like ON public.knowledge_articleimage USING btree (sha256 varchar_pattern_ops);

CREATE INDEX knowledge_articleimage_token_5f2042c3_like ON public.knowledge_articleimage USING btree (token varchar_pattern_ops);

CREATE INDEX knowledge_articleorigin_company_id_903b5832 ON public.knowledge_articleorigin USING btree (company_id);

CREATE INDEX knowledge_articleorigin_ticket_id_e6bb5927 ON public.knowledge_articleorigin USING btree (ticket_id);

CREATE INDEX knowledge_articlerange_article_id_5cbcb32c ON public.knowledge_articlerange USING btree (article_id);

CREATE INDEX knowledge_articlerange_line_id_66ff6dcd ON public.knowledge_articlerange USING btree (line_id);

CREATE INDEX knowledge_articletext_article_id_a2cbaaee ON public.knowledge_articletext USING btree (article_id);

CREATE INDEX knowledge_articletext_slug_aec704ec_like ON public.knowledge_articletext USING btree (slug varchar_pattern_ops);

CREATE INDEX knowledge_articlevote_article_id_5acad535 ON public.knowledge_articlevote USING btree (article_id);

CREATE INDEX knowledge_articlevote_person_id_457e544e ON public.knowledge_articlevote USING btree (person_id);

CREATE INDEX knowledge_dossier_created_by_id_bc978a43 ON public.knowledge_dossier USING btree (created_by_id);

CREATE INDEX knowledge_dossier_owner_id_f50ba74a ON public.knowledge_dossier USING btree (owner_id);

CREATE INDEX knowledge_follower_company_id_a96aa344 ON public.knowledge_follower USING btree (company_id);

CREATE INDEX knowledge_follower_person_id_58aeab0d ON public.knowledge_follower USING btree (person_id);

CREATE INDEX knowledge_follower_problem_id_203e24d7 ON public.knowledge_follower USING btree (problem_id);

CREATE INDEX knowledge_knownproblem_domain_id_44b94e22 ON public.knowledge_knownproblem USING btree (domain_id);

CREATE INDEX knowledge_knownproblem_product_id_4837e486 ON public.knowledge_knownproblem USING btree (product_id);

CREATE INDEX knowledge_news_by_id_015639f1 ON public.knowledge_news USING btree (by_id);

CREATE INDEX knowledge_news_problem_id_31ea8c8d ON public.knowledge_news USING btree (problem_id);

CREATE INDEX knowledge_news_release_id_b9f0a2aa ON public.knowledge_news USING btree (release_id);

CREATE INDEX knowledge_problemrange_fixed_in_id_8325b87b ON public.knowledge_problemrange USING btree (fixed_in_id);

CREATE INDEX knowledge_problemrange_line_id_94885998 ON public.knowledge_problemrange USING btree (line_id);

CREATE INDEX knowledge_problemrange_problem_id_121fa650 ON public.knowledge_problemrange USING btree (problem_id);

CREATE INDEX knowledge_regression_company_id_16d07b86 ON public.knowledge_regression USING btree (company_id);

CREATE INDEX knowledge_regression_decided_by_id_ac1379ce ON public.knowledge_regression USING btree (decided_by_id);

CREATE INDEX knowledge_regression_problem_id_ed9dfbd6 ON public.knowledge_regression USING btree (problem_id);

CREATE INDEX knowledge_regression_ticket_id_760d5e0b ON public.knowledge_regression USING btree (ticket_id);

CREATE INDEX knowledge_spread_problem_id_c2f8a3cd ON public.knowledge_spread USING btree (problem_id);

CREATE INDEX knowledge_spread_release_id_29031474 ON public.knowledge_spread USING btree (release_id);

CREATE INDEX letter_gathered ON public.reactions_letter USING btree (person_id, id) WHERE ((state)::text = 'gathered'::text);

CREATE INDEX letter_of_person ON public.reactions_letter USING btree (person_id, id);

CREATE INDEX letter_of_ticket ON public.reactions_letter USING btree (ticket_id, id);

CREATE INDEX letter_to_send ON public.reactions_letter USING btree (id) WHERE ((state)::text = 'queued'::text);

CREATE INDEX lexeme_by_likeness ON public.matching_lexeme USING gin (word public.gin_trgm_ops);

CREATE INDEX mail_by_digest ON public.intake_mail USING btree (sha256);

CREATE INDEX mail_by_message_id ON public.intake_mail USING btree (message_id) WHERE (NOT ((message_id)::text = ''::text));

CREATE INDEX mail_in_quarantine ON public.intake_mail USING btree (id DESC) WHERE ((outcome)::text = 'quarantined'::text);

CREATE INDEX mail_of_ticket ON public.intake_mail USING btree (ticket_id, id DESC);

CREATE INDEX mail_to_decide ON public.intake_mail USING btree (id) WHERE ((outcome)::text = 'waiting'::text);

CREATE INDEX matching_deflection_company_id_88983eed ON public.matching_deflection USING btree (company_id);

CREATE INDEX matching_deflection_person_id_6f59eb6c ON public.matching_deflection USING btree (person_id);

CREATE INDEX matching_filetext_company_id_e9e0c902 ON public.matching_filetext USING btree (company_id);

CREATE INDEX matching_filetext_ticket_id_2519f59c ON public.matching_filetext USING btree (ticket_id);

CREATE INDEX matching_item_company_id_f98faebb ON public.matching_item USING btree (company_id);

CREATE INDEX matching_item_desk_id_e1ba51d0 ON public.matching_item USING btree (desk_id);

CREATE INDEX matching_item_product_id_401e803f ON public.matching_item USING btree (product_id);

CREATE INDEX matching_label_by_id_b3c2691a ON public.matching_label USING btree (by_id);

CREATE INDEX matching_label_ticket_id_3a6f5ca4 ON public.matching_label USING btree (ticket_id);

CREATE INDEX matching_progress_name_b032a457_like ON public.matching_progress USING btree (name varchar_pattern_ops);

CREATE INDEX matching_savedsearch_person_id_ef6fb7f6 ON public.matching_savedsearch USING btree (person_id);

CREATE INDEX message_words ON public.desk_message USING gin (words);

CREATE INDEX miss_by_time ON public.knowledge_searchmiss USING btree (at DESC);

CREATE INDEX news_not_yet_told ON public.knowledge_news USING btree (id) WHERE (told_at IS NULL);

CREATE INDEX news_of_problem ON public.knowledge_news USING btree (problem_id, at DESC);

CREATE INDEX note_words ON public.desk_note USING gin (words);

CREATE UNIQUE INDEX one_first_message_per_ticket ON public.desk_message USING btree (ticket_id) WHERE is_first;

CREATE UNIQUE INDEX one_open_offer_per_ticket ON public.contracts_offer USING btree (ticket_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX one_person_per_address ON public.people_person USING btree (lower((email)::text));

CREATE INDEX people_absence_deputy_id_12b3b300 ON public.people_absence USING btree (deputy_id);

CREATE INDEX people_absence_entered_by_id_c9f92857 ON public.people_absence USING btree (entered_by_id);

CREATE INDEX people_absence_person_id_83bbf6a9 ON public.people_absence USING btree (person_id);

CREATE INDEX people_attempt_key_4affd397_like ON public.people_attempt USING btree (key varchar_pattern_ops);

CREATE INDEX people_away_person_id_f375f33a ON public.people_away USING btree (person_id);

CREATE INDEX people_closure_company_id_ad62ff3f ON public.people_closure USING btree (company_id);

CREATE INDEX people_company_external_id_1b0310a2_like ON public.people_company USING btree (external_id varchar_pattern_ops);

CREATE INDEX people_company_merged_into_id_ceec632a ON public.people_company USING btree (merged_into_id);

CREATE INDEX people_membership_company_id_ee9791f8 ON public.people_membership USING btree (company_id);

CREATE INDEX people_membership_person_id_dd6d28d1 ON public.people_membership USING btree (person_id);

CREATE INDEX people_onetimelink_digest_b0e90859_like ON public.people_onetimelink USING btree (digest varchar_pattern_ops);

CREATE INDEX people_onetimelink_person_id_0e515377 ON public.people_onetimelink USING btree (person_id);

CREATE INDEX people_person_external_id_6c50f853_like ON public.people_person USING btree (external_id varchar_pattern_ops);

CREATE INDEX people_seat_person_id_5e1024ed ON public.people_seat USING btree (person_id);

CREATE INDEX people_seat_team_id_410db2fc ON public.people_seat USING btree (team_id);

CREATE INDEX people_token_digest_9d1452aa_like ON public.people_token USING btree (digest varchar_pattern_ops);

CREATE INDEX people_token_person_id_8b257082 ON public.people_token USING btree (person_id);

CREATE INDEX posting_by_item ON public.matching_posting USING btree (item_id);

CREATE INDEX posting_by_lexeme ON public.matching_posting USING btree (lexeme_id, owner) INCLUDE (item_id, weight);

CREATE INDEX problem_by_change ON public.knowledge_knownproblem USING btree (updated_at DESC, id DESC);

CREATE INDEX problem_words ON public.knowledge_knownproblem USING gin (words);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX range_by_fix ON public.knowledge_problemrange USING btree (fixed_in_id) WHERE (fixed_in_id IS NOT NULL);

CREATE INDEX reactions_letter_company_id_fe8c1551 ON public.reactions_letter USING btree (company_id);

CREATE INDEX reactions_letter_digest_id_924abf9f ON public.reactions_letter USING btree (digest_id);

CREATE INDEX reactions_letter_event_id_239a08f9 ON public.reactions_letter USING btree (event_id);

CREATE INDEX reactions_letter_message_id_a40f3ddd_like ON public.reactions_letter USING btree (message_id varchar_pattern_ops);

CREATE INDEX reactions_letter_news_id_fd576fc5 ON public.reactions_letter USING btree (news_id);

CREATE INDEX reactions_letter_person_id_3d0161a4 ON public.reactions_letter USING btree (person_id);

CREATE INDEX reactions_letter_ticket_id_b23ddda4 ON public.reactions_letter USING btree (ticket_id);

CREATE INDEX reactions_mute_company_id_d113f1f7 ON public.reactions_mute USING btree (company_id);

CREATE INDEX reactions_mute_person_id_6ce1a2a6 ON public.reactions_mute USING btree (person_id);

CREATE INDEX reactions_mute_ticket_id_15f101c8 ON public.reactions_mute USING btree (ticket_id);

CREATE INDEX regression_open ON public.knowledge_regression USING btree (at DESC) WHERE ((state)::text = 'open'::text);

CREATE INDEX service_brand_key_a1834ace_like ON public.service_brand USING btree (key varchar_pattern_ops);

CREATE INDEX service_criticality_key_3b50fa0c_like ON public.service_criticality USING btree (key varchar_pattern_ops);

CREATE INDEX service_desk_key_d73b3e86_like ON public.service_desk USING btree (key varchar_pattern_ops);

CREATE INDEX service_domain_key_1ee5dcc1_like ON public.service_domain USING btree (key varchar_pattern_ops);

CREATE INDEX service_domain_team_id_3b46e6c3 ON public.service_domain USING btree (team_id);

CREATE INDEX service_matrixrow_key_dbe38b65_like ON public.service_matrixrow USING btree (key varchar_pattern_ops);

CREATE INDEX service_requesttype_desk_id_7b46e4cd ON public.service_requesttype USING btree (desk_id);

CREATE INDEX service_requesttype_key_89ca9488_like ON public.service_requesttype USING btree (key varchar_pattern_ops);

CREATE INDEX service_requesttype_team_id_d726c4f1 ON public.service_requesttype USING btree (team_id);

CREATE INDEX service_resolution_key_8c3387f1_like ON public.service_resolution USING btree (key varchar_pattern_ops);

CREATE INDEX service_statustext_key_849bce16_like ON public.service_statustext USING btree (key varchar_pattern_ops);

CREATE INDEX service_team_desk_id_782c7e10 ON public.service_team USING btree (desk_id);

CREATE INDEX service_team_key_4e905655_like ON public.service_team USING btree (key varchar_pattern_ops);

CREATE INDEX service_text_key_4be99c4e_like ON public.service_text USING btree (key varchar_pattern_ops);

CREATE INDEX shown_problem_by_change ON public.knowledge_knownproblem USING btree (updated_at DESC, id DESC) WHERE (NOT ((visibility)::text = 'internal'::text));

CREATE INDEX sign_by_owner ON public.matching_sign USING btree (owner);

CREATE INDEX sign_by_product ON public.matching_sign USING btree (product_id);

CREATE INDEX sla_businesscalendar_key_7a0c1332_like ON public.sla_businesscalendar USING btree (key varchar_pattern_ops);

CREATE INDEX sla_slapolicy_key_aa5d36d6_like ON public.sla_slapolicy USING btree (key varchar_pattern_ops);

CREATE INDEX survey_unhappy ON public.desk_survey USING btree (created_at) WHERE (score <= 2);

CREATE INDEX ticket_by_change ON public.desk_ticket USING btree (updated_at DESC, number DESC);

CREATE INDEX ticket_by_deadline ON public.desk_ticket USING btree (deadline, number) WHERE ((deadline IS NOT NULL) AND ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[])));

CREATE INDEX ticket_contested ON public.desk_ticket USING btree (contested_at) WHERE ((contest_decided_at IS NULL) AND (contested_at IS NOT NULL) AND ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[])));

CREATE INDEX ticket_critical ON public.desk_ticket USING btree (number) WHERE (((criticality)::text = 'CRITICAL'::text) AND ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[])));

CREATE INDEX ticket_escalated ON public.desk_ticket USING btree (escalated_at) WHERE ((escalated_at IS NOT NULL) AND ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[])));

CREATE INDEX ticket_of_company ON public.desk_ticket USING btree (company_id, updated_at DESC, number DESC);

CREATE INDEX ticket_of_parent ON public.desk_ticket USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE INDEX ticket_of_reporter ON public.desk_ticket USING btree (reporter_id, updated_at DESC, number DESC);

CREATE INDEX ticket_queue ON public.desk_ticket USING btree (queue_rank, next_at, number) WHERE ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[]));

CREATE INDEX ticket_queue_of_desk ON public.desk_ticket USING btree (desk_id, queue_rank, next_at, number) WHERE ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[]));

CREATE INDEX ticket_queue_of_handler ON public.desk_ticket USING btree (handler_id, queue_rank, next_at, number) WHERE (handler_id IS NOT NULL);

CREATE INDEX ticket_queue_of_owner ON public.desk_ticket USING btree (owner_id, queue_rank, next_at, number) WHERE ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[]));

CREATE INDEX ticket_queue_of_team ON public.desk_ticket USING btree (team_id, queue_rank, next_at, number) WHERE ((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[]));

CREATE INDEX ticket_to_wake ON public.desk_ticket USING btree (wake_at) WHERE (wake_at IS NOT NULL);

CREATE INDEX ticket_unanswered ON public.desk_ticket USING btree (unanswered_since) WHERE (((status)::text = ANY ((ARRAY['NEW'::character varying, 'IN_PROGRESS'::character varying, 'WAIT_CUSTOMER'::character varying, 'WAIT_APPROVAL'::character varying, 'LEVEL2'::character varying, 'WITH_RND'::character varying, 'PLANNED_FIX'::character varying, 'FIX_AVAILABLE'::character varying, 'SCHEDULED'::character varying, 'RESOLVED'::character varying])::text[])) AND (unanswered_since IS NOT NULL));

CREATE INDEX ticket_words ON public.desk_ticket USING gin (words);

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE CONSTRAINT TRIGGER ticket_same_company_changed AFTER UPDATE OF previous_id, duplicate_of_id, company_id ON public.desk_ticket DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.previous_id IS DISTINCT FROM old.previous_id) OR (new.duplicate_of_id IS DISTINCT FROM old.duplicate_of_id) OR (new.company_id <> old.company_id))) EXECUTE FUNCTION public.guichet_ticket_same_company();

CREATE CONSTRAINT TRIGGER ticket_same_company_new AFTER INSERT ON public.desk_ticket DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.previous_id IS NOT NULL) OR (new.duplicate_of_id IS NOT NULL))) EXECUTE FUNCTION public.guichet_ticket_same_company();

ALTER TABLE ONLY public.access_logentry
    ADD CONSTRAINT access_logentry_by_id_a958e006_fk_people_person_id FOREIGN KEY (by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_entity
    ADD CONSTRAINT catalog_entity_company_id_0e099eb9_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_entitylimit
    ADD CONSTRAINT catalog_entitylimit_entity_id_ca4f1d94_fk_catalog_entity_id FOREIGN KEY (entity_id) REFERENCES public.catalog_entity(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_entitylimit
    ADD CONSTRAINT catalog_entitylimit_membership_id_c0c0c04a_fk_people_me FOREIGN KEY (membership_id) REFERENCES public.people_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_installation
    ADD CONSTRAINT catalog_installation_company_id_0ef2c717_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_installation_entities
    ADD CONSTRAINT catalog_installation_entity_id_0d153357_fk_catalog_e FOREIGN KEY (entity_id) REFERENCES public.catalog_entity(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_installation_entities
    ADD CONSTRAINT catalog_installation_installation_id_e0ea8feb_fk_catalog_i FOREIGN KEY (installation_id) REFERENCES public.catalog_installation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_installation
    ADD CONSTRAINT catalog_installation_product_id_9b9217e6_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_installation
    ADD CONSTRAINT catalog_installation_release_id_88555fee_fk_catalog_release_id FOREIGN KEY (release_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_release
    ADD CONSTRAINT catalog_release_line_id_f39ca89f_fk_catalog_versionline_id FOREIGN KEY (line_id) REFERENCES public.catalog_versionline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_versionline
    ADD CONSTRAINT catalog_versionline_product_id_54151824_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_calendar_id_d94bfd54_fk_sla_busin FOREIGN KEY (calendar_id) REFERENCES public.sla_businesscalendar(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_company_id_b071885c_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_critical_calendar_id_09fea2b1_fk_sla_busin FOREIGN KEY (critical_calendar_id) REFERENCES public.sla_businesscalendar(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract_products
    ADD CONSTRAINT contracts_contract_p_contract_id_d687617c_fk_contracts FOREIGN KEY (contract_id) REFERENCES public.contracts_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract_products
    ADD CONSTRAINT contracts_contract_p_product_id_fd5c9a3f_fk_catalog_p FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_contract
    ADD CONSTRAINT contracts_contract_policy_id_4a93da75_fk_sla_slapolicy_id FOREIGN KEY (policy_id) REFERENCES public.sla_slapolicy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_company_id_0707bc6e_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_decided_by_id_15031a60_fk_people_person_id FOREIGN KEY (decided_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_desk_id_9ff4847e_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_offered_by_id_ce22ba68_fk_people_person_id FOREIGN KEY (offered_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.contracts_offer
    ADD CONSTRAINT contracts_offer_ticket_id_730cfc3b_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_company_id_acb4aee0_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_message_id_b308aa5a_fk_desk_message_id FOREIGN KEY (message_id) REFERENCES public.desk_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_note_id_6dd5d594_fk_desk_note_id FOREIGN KEY (note_id) REFERENCES public.desk_note(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_ticket_id_90dfcba7_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_attachment
    ADD CONSTRAINT desk_attachment_uploaded_by_id_394bdcd3_fk_people_person_id FOREIGN KEY (uploaded_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_clock
    ADD CONSTRAINT desk_clock_company_id_36e5000e_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_clock
    ADD CONSTRAINT desk_clock_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_clock
    ADD CONSTRAINT desk_clock_ticket_id_92a6bb68_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_company_id_40268112_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_desk_id_bdb0ad92_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_team_id_efa9ba3f_fk_service_team_id FOREIGN KEY (team_id) REFERENCES public.service_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_deskstay
    ADD CONSTRAINT desk_deskstay_ticket_id_9cf8ce0f_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_event
    ADD CONSTRAINT desk_event_by_id_46cc85a7_fk_people_person_id FOREIGN KEY (by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_event
    ADD CONSTRAINT desk_event_company_id_61547afd_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_event
    ADD CONSTRAINT desk_event_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_event
    ADD CONSTRAINT desk_event_ticket_id_9ecee40b_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_company_id_b7bc180a_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_person_id_563a19bc_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_heldreply
    ADD CONSTRAINT desk_heldreply_ticket_id_39627fcb_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incident
    ADD CONSTRAINT desk_incident_line_id_d64aeee4_fk_catalog_versionline_id FOREIGN KEY (line_id) REFERENCES public.catalog_versionline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incident
    ADD CONSTRAINT desk_incident_parent_id_28ba2c84_fk_desk_ticket_number FOREIGN KEY (parent_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incident
    ADD CONSTRAINT desk_incident_product_id_932c42b3_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incident
    ADD CONSTRAINT desk_incident_published_by_id_68d481c9_fk_people_person_id FOREIGN KEY (published_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incidentfollower
    ADD CONSTRAINT desk_incidentfollower_company_id_bd1ecea3_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incidentfollower
    ADD CONSTRAINT desk_incidentfollower_incident_id_dbf279e7_fk_desk_incident_id FOREIGN KEY (incident_id) REFERENCES public.desk_incident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_incidentfollower
    ADD CONSTRAINT desk_incidentfollower_person_id_738ad4c4_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT desk_insider_company_id_ae261785_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT desk_insider_person_id_89be87e6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT desk_insider_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_insider
    ADD CONSTRAINT desk_insider_ticket_id_c50c4a3f_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_author_id_02f5c1fc_fk_people_person_id FOREIGN KEY (author_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_company_id_62170e6c_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_message
    ADD CONSTRAINT desk_message_ticket_id_2fbacc05_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_author_id_56d535c5_fk_people_person_id FOREIGN KEY (author_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_company_id_4a59620b_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_note
    ADD CONSTRAINT desk_note_ticket_id_4ce0f793_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT desk_reading_company_id_35189cbc_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT desk_reading_person_id_3be781b2_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT desk_reading_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_reading
    ADD CONSTRAINT desk_reading_ticket_id_febe2ce2_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_added_by_id_1fd6a69a_fk_people_person_id FOREIGN KEY (added_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_company_id_f8e8c726_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_person_id_f3afb430_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_share
    ADD CONSTRAINT desk_share_ticket_id_1b2a3d7e_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT desk_survey_company_id_36afa148_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT desk_survey_person_id_254f62d3_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT desk_survey_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_survey
    ADD CONSTRAINT desk_survey_ticket_id_4ff8795b_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_calendar_id_9b6428be_fk_sla_businesscalendar_id FOREIGN KEY (calendar_id) REFERENCES public.sla_businesscalendar(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_company_id_9c9afa5b_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_contract_id_4efdc2c0_fk_contracts_contract_id FOREIGN KEY (contract_id) REFERENCES public.contracts_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_desk_id_9f4184c1_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_domain_id_63c4a63f_fk_service_domain_id FOREIGN KEY (domain_id) REFERENCES public.service_domain(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_duplicate_of_id_88040c3e_fk_desk_ticket_number FOREIGN KEY (duplicate_of_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_entered_by_id_c294abd5_fk_people_person_id FOREIGN KEY (entered_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_handler_id_4d0ea004_fk_people_person_id FOREIGN KEY (handler_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_installation_id_6a6df4f4_fk_catalog_installation_id FOREIGN KEY (installation_id) REFERENCES public.catalog_installation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_owner_id_d4bd7f0e_fk_people_person_id FOREIGN KEY (owner_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_parent_id_dfc7ae9e_fk_desk_ticket_number FOREIGN KEY (parent_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_policy_id_716d311a_fk_sla_slapolicy_id FOREIGN KEY (policy_id) REFERENCES public.sla_slapolicy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_previous_id_c03a7c36_fk_desk_ticket_number FOREIGN KEY (previous_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_problem_id_3c0c8492_fk_knowledge_knownproblem_id FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_release_id_b108ef8f_fk_catalog_release_id FOREIGN KEY (release_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_reporter_id_d17d7c2e_fk_people_person_id FOREIGN KEY (reporter_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_target_release_id_3c477f54_fk_catalog_release_id FOREIGN KEY (target_release_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_team_id_e3f4b4e5_fk_service_team_id FOREIGN KEY (team_id) REFERENCES public.service_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticket
    ADD CONSTRAINT desk_ticket_type_id_3713d07b_fk_service_requesttype_id FOREIGN KEY (type_id) REFERENCES public.service_requesttype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT desk_ticketentity_company_id_6b0d54b4_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT desk_ticketentity_entity_id_c07e9316_fk_catalog_entity_id FOREIGN KEY (entity_id) REFERENCES public.catalog_entity(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT desk_ticketentity_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.desk_ticketentity
    ADD CONSTRAINT desk_ticketentity_ticket_id_0f53230c_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT intake_draft_company_id_8ae90bc9_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT intake_draft_person_id_685b9849_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT intake_draft_reporter_id_e679c249_fk_people_person_id FOREIGN KEY (reporter_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_draft
    ADD CONSTRAINT intake_draft_ticket_id_0f910acc_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_company_id_fb941557_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_handled_by_id_1ff8daf7_fk_people_person_id FOREIGN KEY (handled_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_mailbox_id_8928feb5_fk_intake_mailbox_id FOREIGN KEY (mailbox_id) REFERENCES public.intake_mailbox(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_person_id_4a242d0c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_said_id_2f3ecafb_fk_desk_message_id FOREIGN KEY (said_id) REFERENCES public.desk_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mail
    ADD CONSTRAINT intake_mail_ticket_id_dc18220b_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mailbox
    ADD CONSTRAINT intake_mailbox_brand_id_2c116b02_fk_service_brand_id FOREIGN KEY (brand_id) REFERENCES public.service_brand(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mailbox
    ADD CONSTRAINT intake_mailbox_desk_id_3620651f_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_mailbox
    ADD CONSTRAINT intake_mailbox_type_id_56cfb1f0_fk_service_requesttype_id FOREIGN KEY (type_id) REFERENCES public.service_requesttype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.intake_upload
    ADD CONSTRAINT intake_upload_person_id_7f5f22dc_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_author_id_fcf53799_fk_people_person_id FOREIGN KEY (author_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_domain_id_44340a05_fk_service_domain_id FOREIGN KEY (domain_id) REFERENCES public.service_domain(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_product_id_c4fb9fc3_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_article
    ADD CONSTRAINT knowledge_article_reviewed_by_id_f013316d_fk_people_person_id FOREIGN KEY (reviewed_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleimage
    ADD CONSTRAINT knowledge_articleima_article_id_4b581698_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleorigin
    ADD CONSTRAINT knowledge_articleori_article_id_52dc037b_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleorigin
    ADD CONSTRAINT knowledge_articleori_company_id_903b5832_fk_people_co FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleorigin
    ADD CONSTRAINT knowledge_articleori_ticket_id_e6bb5927_fk_desk_tick FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articleorigin
    ADD CONSTRAINT knowledge_articleorigin_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articlerange
    ADD CONSTRAINT knowledge_articleran_article_id_5cbcb32c_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articlerange
    ADD CONSTRAINT knowledge_articleran_line_id_66ff6dcd_fk_catalog_v FOREIGN KEY (line_id) REFERENCES public.catalog_versionline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articletext
    ADD CONSTRAINT knowledge_articletex_article_id_a2cbaaee_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articlevote
    ADD CONSTRAINT knowledge_articlevot_article_id_5acad535_fk_knowledge FOREIGN KEY (article_id) REFERENCES public.knowledge_article(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_articlevote
    ADD CONSTRAINT knowledge_articlevote_person_id_457e544e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_dossier
    ADD CONSTRAINT knowledge_dossier_created_by_id_bc978a43_fk_people_person_id FOREIGN KEY (created_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_dossier
    ADD CONSTRAINT knowledge_dossier_owner_id_f50ba74a_fk_people_person_id FOREIGN KEY (owner_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_dossier
    ADD CONSTRAINT knowledge_dossier_problem_id_83eb7b1b_fk_knowledge FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_follower
    ADD CONSTRAINT knowledge_follower_company_id_a96aa344_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_follower
    ADD CONSTRAINT knowledge_follower_person_id_58aeab0d_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_follower
    ADD CONSTRAINT knowledge_follower_problem_id_203e24d7_fk_knowledge FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_knownproblem
    ADD CONSTRAINT knowledge_knownprobl_product_id_4837e486_fk_catalog_p FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_knownproblem
    ADD CONSTRAINT knowledge_knownproblem_domain_id_44b94e22_fk_service_domain_id FOREIGN KEY (domain_id) REFERENCES public.service_domain(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_news
    ADD CONSTRAINT knowledge_news_by_id_015639f1_fk_people_person_id FOREIGN KEY (by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_news
    ADD CONSTRAINT knowledge_news_problem_id_31ea8c8d_fk_knowledge_knownproblem_id FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_news
    ADD CONSTRAINT knowledge_news_release_id_b9f0a2aa_fk_catalog_release_id FOREIGN KEY (release_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_problemrange
    ADD CONSTRAINT knowledge_problemran_fixed_in_id_8325b87b_fk_catalog_r FOREIGN KEY (fixed_in_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_problemrange
    ADD CONSTRAINT knowledge_problemran_line_id_94885998_fk_catalog_v FOREIGN KEY (line_id) REFERENCES public.catalog_versionline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_problemrange
    ADD CONSTRAINT knowledge_problemran_problem_id_121fa650_fk_knowledge FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_company_id_16d07b86_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_decided_by_id_ac1379ce_fk_people_person_id FOREIGN KEY (decided_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_problem_id_ed9dfbd6_fk_knowledge FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_regression
    ADD CONSTRAINT knowledge_regression_ticket_id_760d5e0b_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_spread
    ADD CONSTRAINT knowledge_spread_problem_id_c2f8a3cd_fk_knowledge FOREIGN KEY (problem_id) REFERENCES public.knowledge_knownproblem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_spread
    ADD CONSTRAINT knowledge_spread_release_id_29031474_fk_catalog_release_id FOREIGN KEY (release_id) REFERENCES public.catalog_release(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_deflection
    ADD CONSTRAINT matching_deflection_company_id_88983eed_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_deflection
    ADD CONSTRAINT matching_deflection_person_id_6f59eb6c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_attachment_id_c97c6aa7_fk_desk_attachment_id FOREIGN KEY (attachment_id) REFERENCES public.desk_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_company_id_e9e0c902_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_filetext
    ADD CONSTRAINT matching_filetext_ticket_id_2519f59c_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_item
    ADD CONSTRAINT matching_item_company_id_f98faebb_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_item
    ADD CONSTRAINT matching_item_desk_id_e1ba51d0_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_item
    ADD CONSTRAINT matching_item_product_id_401e803f_fk_catalog_product_id FOREIGN KEY (product_id) REFERENCES public.catalog_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_label
    ADD CONSTRAINT matching_label_by_id_b3c2691a_fk_people_person_id FOREIGN KEY (by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_label
    ADD CONSTRAINT matching_label_ticket_id_3a6f5ca4_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.matching_savedsearch
    ADD CONSTRAINT matching_savedsearch_person_id_ef6fb7f6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_deputy_id_12b3b300_fk_people_person_id FOREIGN KEY (deputy_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_entered_by_id_c9f92857_fk_people_person_id FOREIGN KEY (entered_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_person_id_83bbf6a9_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_away
    ADD CONSTRAINT people_away_person_id_f375f33a_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_closure
    ADD CONSTRAINT people_closure_company_id_ad62ff3f_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_company
    ADD CONSTRAINT people_company_merged_into_id_ceec632a_fk_people_company_id FOREIGN KEY (merged_into_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_credential
    ADD CONSTRAINT people_credential_person_id_5152203f_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_company_id_ee9791f8_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_person_id_dd6d28d1_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_onetimelink
    ADD CONSTRAINT people_onetimelink_person_id_0e515377_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_seat
    ADD CONSTRAINT people_seat_person_id_5e1024ed_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_seat
    ADD CONSTRAINT people_seat_team_id_410db2fc_fk_service_team_id FOREIGN KEY (team_id) REFERENCES public.service_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_token
    ADD CONSTRAINT people_token_person_id_8b257082_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_company_id_fe8c1551_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_digest_id_924abf9f_fk_reactions_letter_id FOREIGN KEY (digest_id) REFERENCES public.reactions_letter(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_event_id_239a08f9_fk_desk_event_id FOREIGN KEY (event_id) REFERENCES public.desk_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_news_id_fd576fc5_fk_knowledge_news_id FOREIGN KEY (news_id) REFERENCES public.knowledge_news(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_person_id_3d0161a4_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_letter
    ADD CONSTRAINT reactions_letter_ticket_id_b23ddda4_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT reactions_mute_company_id_d113f1f7_fk_people_company_id FOREIGN KEY (company_id) REFERENCES public.people_company(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT reactions_mute_person_id_6ce1a2a6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT reactions_mute_same_company FOREIGN KEY (ticket_id, company_id) REFERENCES public.desk_ticket(number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_mute
    ADD CONSTRAINT reactions_mute_ticket_id_15f101c8_fk_desk_ticket_number FOREIGN KEY (ticket_id) REFERENCES public.desk_ticket(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reactions_rhythm
    ADD CONSTRAINT reactions_rhythm_person_id_324a53fb_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_domain
    ADD CONSTRAINT service_domain_team_id_3b46e6c3_fk_service_team_id FOREIGN KEY (team_id) REFERENCES public.service_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_requesttype
    ADD CONSTRAINT service_requesttype_desk_id_7b46e4cd_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_requesttype
    ADD CONSTRAINT service_requesttype_team_id_d726c4f1_fk_service_team_id FOREIGN KEY (team_id) REFERENCES public.service_team(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.service_team
    ADD CONSTRAINT service_team_desk_id_782c7e10_fk_service_desk_id FOREIGN KEY (desk_id) REFERENCES public.service_desk(id) DEFERRABLE INITIALLY DEFERRED;

INSERT INTO public.django_migrations (app, name, applied) VALUES
    ('service', '0001_initial', CURRENT_TIMESTAMP),
    ('people', '0001_initial', CURRENT_TIMESTAMP),
    ('access', '0001_initial', CURRENT_TIMESTAMP),
    ('catalog', '0001_initial', CURRENT_TIMESTAMP),
    ('catalog', '0002_entities_by_external_id', CURRENT_TIMESTAMP),
    ('catalog', '0003_version_scheme', CURRENT_TIMESTAMP),
    ('sla', '0001_initial', CURRENT_TIMESTAMP),
    ('people', '0002_attempts_unlogged', CURRENT_TIMESTAMP),
    ('knowledge', '0001_initial', CURRENT_TIMESTAMP),
    ('desk', '0001_words', CURRENT_TIMESTAMP),
    ('contracts', '0001_initial', CURRENT_TIMESTAMP),
    ('desk', '0002_initial', CURRENT_TIMESTAMP),
    ('contracts', '0002_initial', CURRENT_TIMESTAMP),
    ('contracts', '0003_clock_starts', CURRENT_TIMESTAMP),
    ('people', '0003_contacts_away', CURRENT_TIMESTAMP),
    ('people', '0004_absence', CURRENT_TIMESTAMP),
    ('desk', '0003_numbers_and_companies', CURRENT_TIMESTAMP),
    ('knowledge', '0002_problems_and_articles', CURRENT_TIMESTAMP),
    ('knowledge', '0003_former_problems', CURRENT_TIMESTAMP),
    ('knowledge', '0004_former_columns', CURRENT_TIMESTAMP),
    ('knowledge', '0005_same_company', CURRENT_TIMESTAMP),
    ('people', '0005_merged_companies', CURRENT_TIMESTAMP),
    ('desk', '0004_held_replies', CURRENT_TIMESTAMP),
    ('desk', '0005_ticket_missing', CURRENT_TIMESTAMP),
    ('desk', '0006_within_merged_companies', CURRENT_TIMESTAMP),
    ('desk', '0007_incidents_and_hot_lists', CURRENT_TIMESTAMP),
    ('desk', '0008_ticket_brand', CURRENT_TIMESTAMP),
    ('people', '0006_token', CURRENT_TIMESTAMP),
    ('service', '0002_brands_and_letters', CURRENT_TIMESTAMP),
    ('intake', '0001_initial', CURRENT_TIMESTAMP),
    ('intake', '0002_mailbox_mail', CURRENT_TIMESTAMP),
    ('intake', '0003_mail_taken_out', CURRENT_TIMESTAMP),
    ('intake', '0004_draft_set_aside', CURRENT_TIMESTAMP),
    ('intake', '0005_mailbox_brand', CURRENT_TIMESTAMP),
    ('intake', '0006_draft_of_a_company', CURRENT_TIMESTAMP),
    ('intake', '0007_drafts_at_their_company', CURRENT_TIMESTAMP),
    ('intake', '0008_renewed_secret', CURRENT_TIMESTAMP),
    ('intake', '0009_mail_by_digest', CURRENT_TIMESTAMP),
    ('jobs', '0001_initial', CURRENT_TIMESTAMP),
    ('knowledge', '0006_words', CURRENT_TIMESTAMP),
    ('knowledge', '0007_shown_problems', CURRENT_TIMESTAMP),
    ('matching', '0001_items', CURRENT_TIMESTAMP),
    ('matching', '0002_labels_and_progress', CURRENT_TIMESTAMP),
    ('matching', '0003_signs', CURRENT_TIMESTAMP),
    ('matching', '0004_search', CURRENT_TIMESTAMP),
    ('matching', '0005_weights', CURRENT_TIMESTAMP),
    ('matching', '0006_narrower_signs', CURRENT_TIMESTAMP),
    ('matching', '0007_signs_in_order', CURRENT_TIMESTAMP),
    ('matching', '0008_centres', CURRENT_TIMESTAMP),
    ('procrastinate', '0001_initial', CURRENT_TIMESTAMP),
    ('procrastinate', '0002_drop_started_at_column', CURRENT_TIMESTAMP),
    ('procrastinate', '0003_drop_started_at_column', CURRENT_TIMESTAMP),
    ('procrastinate', '0004_drop_procrastinate_version_table', CURRENT_TIMESTAMP),
    ('procrastinate', '0005_fix_procrastinate_fetch_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0006_fix_trigger_status_events_insert', CURRENT_TIMESTAMP),
    ('procrastinate', '0007_add_queueing_lock_column', CURRENT_TIMESTAMP),
    ('procrastinate', '0008_close_fetch_job_race_condition', CURRENT_TIMESTAMP),
    ('procrastinate', '0009_add_defer_job_function', CURRENT_TIMESTAMP),
    ('procrastinate', '0010_add_procrastinate_periodic_defers', CURRENT_TIMESTAMP),
    ('procrastinate', '0011_add_foreign_key_index', CURRENT_TIMESTAMP),
    ('procrastinate', '0012_add_locks_to_periodic_defer', CURRENT_TIMESTAMP),
    ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0014_add_finish_job_and_retry_job_functions', CURRENT_TIMESTAMP),
    ('procrastinate', '0015_add_trigger_on_job_deletion', CURRENT_TIMESTAMP),
    ('procrastinate', '0016_delete_finished_jobs', CURRENT_TIMESTAMP),
    ('procrastinate', '0017_add_checks_to_finish_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0018_add_checks_to_retry_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0019_fix_finish_job_compat_issue', CURRENT_TIMESTAMP),
    ('procrastinate', '0020_add_index_on_procrastinate_jobs', CURRENT_TIMESTAMP),
    ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0022_null_locks_excluded', CURRENT_TIMESTAMP),
    ('procrastinate', '0023_remove_old_finish_job_function', CURRENT_TIMESTAMP),
    ('procrastinate', '0024_job_id_bigint', CURRENT_TIMESTAMP),
    ('procrastinate', '0025_add_models', CURRENT_TIMESTAMP),
    ('procrastinate', '0026_add_job_priority', CURRENT_TIMESTAMP),
    ('procrastinate', '0027_add_periodic_job_priority', CURRENT_TIMESTAMP),
    ('procrastinate', '0028_add_cancel_states', CURRENT_TIMESTAMP),
    ('procrastinate', '0029_add_additional_params_to_retry_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0030_alter_procrastinateevent_options', CURRENT_TIMESTAMP),
    ('procrastinate', '0031_add_indexes_for_fetch_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0032_pre_cancel_notification', CURRENT_TIMESTAMP),
    ('procrastinate', '0033_post_cancel_notification', CURRENT_TIMESTAMP),
    ('procrastinate', '0034_pre_add_heartbeat', CURRENT_TIMESTAMP),
    ('procrastinate', '0035_post_add_heartbeat', CURRENT_TIMESTAMP),
    ('procrastinate', '0036_add_worker_model', CURRENT_TIMESTAMP),
    ('procrastinate', '0037_pre_batch_defer_jobs', CURRENT_TIMESTAMP),
    ('procrastinate', '0038_post_batch_defer_jobs', CURRENT_TIMESTAMP),
    ('procrastinate', '0039_pre_priority_lock_fetch_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0040_pre_retry_failed_job', CURRENT_TIMESTAMP),
    ('procrastinate', '0041_post_retry_failed_job', CURRENT_TIMESTAMP),
    ('reactions', '0001_initial', CURRENT_TIMESTAMP),
    ('reactions', '0002_letters_of_their_tickets_company', CURRENT_TIMESTAMP),
    ('reactions', '0003_letters_in_hand', CURRENT_TIMESTAMP),
    ('reactions', '0004_letters_of_news', CURRENT_TIMESTAMP),
    ('reactions', '0005_letters_that_came_back', CURRENT_TIMESTAMP),
    ('reactions', '0006_letters_at_rest', CURRENT_TIMESTAMP),
    ('sessions', '0001_initial', CURRENT_TIMESTAMP),
    ('sla', '0002_former_rules', CURRENT_TIMESTAMP);
SET LOCAL search_path = public;
