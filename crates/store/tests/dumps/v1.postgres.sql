--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: wuwei_keep(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.wuwei_keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: _sqlx_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);


--
-- Name: fact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.fact (
    upload bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    cells text NOT NULL
);


--
-- Name: observation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.observation (
    upload bigint NOT NULL,
    line bigint NOT NULL,
    cells text NOT NULL
);


--
-- Name: replaced; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.replaced (
    upload bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.setting (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    value text,
    changed_at text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL,
    CONSTRAINT setting_id_check CHECK ((id > 0))
);


--
-- Name: share; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.share (
    token_sha256 text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    expires_at text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL,
    CONSTRAINT share_token_sha256_check CHECK ((length(token_sha256) = 64))
);


--
-- Name: upload; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.upload (
    id bigint NOT NULL,
    what text NOT NULL,
    file text NOT NULL,
    sha256 text NOT NULL,
    received_at text NOT NULL COLLATE pg_catalog."C",
    learnt text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL,
    synthetic boolean NOT NULL,
    notice_zh text NOT NULL,
    notice_en text NOT NULL,
    row_count bigint,
    CONSTRAINT upload_id_check CHECK ((id > 0)),
    CONSTRAINT upload_sha256_check CHECK ((length(sha256) = 64)),
    CONSTRAINT upload_what_check CHECK ((what = ANY (ARRAY['facts'::text, 'observations'::text])))
);


--
-- Data for Name: _sqlx_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public._sqlx_migrations VALUES (1, 'initial', '2026-11-22 16:41:25.908405+00', true, '\xe16669e88805e623408bbdfb076a392333e014ea55ed84a1a673402aee680dcc88f4bfcbbbc5a4712f4bf219216271f2', 41067179);


--
-- Data for Name: fact; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.fact VALUES (1, '企业', '91A', '{"名称":"甲\"公司\"\n\\","研发费用@2024":"1200000","职工总数@2024":"30"}');
INSERT INTO public.fact VALUES (1, '企业', '91B', '{"名称":"乙"}');
INSERT INTO public.fact VALUES (2, '企业', '91A', '{"研发费用@2024":"1300000","职工总数@2024":null}');
INSERT INTO public.fact VALUES (3, '企业', '91A', '{"注册地":"高新区","研发费用@2024":"1250000"}');
INSERT INTO public.fact VALUES (4, '项目', 'X1', '{"名称":""}');
INSERT INTO public.fact VALUES (4, '项目', 'x0', '{}');
INSERT INTO public.fact VALUES (5, '企业', '91C', '{"名称":"丙"}');


--
-- Data for Name: observation; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.observation VALUES (6, 1, '{"indicator":"高新技术企业数","value":"3024","as of":"2025-06-01"}');
INSERT INTO public.observation VALUES (6, 2, '{"indicator":"科技成果本地转化数","value":"12","as of":"2025-06-01"}');
INSERT INTO public.observation VALUES (7, 1, '{"indicator":"高新技术企业数","value":"3024","as of":"2025-05-15"}');
INSERT INTO public.observation VALUES (7, 2, '{"indicator":"科技成果本地转化数","value":"12","as of":"2025-05-15"}');


--
-- Data for Name: replaced; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.replaced VALUES (4, '项目');
INSERT INTO public.replaced VALUES (5, '企业');


--
-- Data for Name: setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.setting VALUES (1, 'place', '长春市', '2026-03-01T08:30:01.000Z', 'operator');
INSERT INTO public.setting VALUES (2, 'library', 'library', '2026-03-01T08:30:01.000Z', 'operator');
INSERT INTO public.setting VALUES (3, 'place', NULL, '2026-03-01T08:30:01.000Z', 'operator');


--
-- Data for Name: share; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.share VALUES ('531854cef641648c7817441c3a04ae025e91d882aa1ac318057cba7e979b2140', '2026-03-01T08:30:00.000Z', '2026-03-01T09:30:00.000Z', '{"facts":{}}');


--
-- Data for Name: upload; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.upload VALUES (1, 'facts', '企业.xlsx', '8a4e18f5f605c54b0db658847265b0a3c8266d31ce98f1602adb412a8160bcf2', '2026-03-01T08:30:00.000Z', '2025-01-10', 'operator', true, '合成数据', 'Made-up data', 2);
INSERT INTO public.upload VALUES (2, 'facts', '企业.xlsx', '642ae96ce7e5a4373b76b18952702220811b136604d223cce5c0a67b25013f18', '2026-03-01T08:30:00.000Z', '2025-03-01', 'operator', true, '合成数据', 'Made-up data', 1);
INSERT INTO public.upload VALUES (3, 'facts', '企业.xlsx', '99502ca2babdf0c3bd6201a2c34424e901199c8bdb6304f6e0c3bd3d64a9270e', '2026-03-01T08:30:00.000Z', '2025-02-01', 'operator', true, '合成数据', 'Made-up data', 1);
INSERT INTO public.upload VALUES (4, 'facts', '企业.xlsx', '866d562d83a77144c090ae01fef5e5dc5d322dfdcb968ee04e0fa262fe1b2619', '2026-03-01T08:30:00.000Z', '2025-04-01', 'operator', true, '合成数据', 'Made-up data', 2);
INSERT INTO public.upload VALUES (5, 'facts', '企业.xlsx', 'f4adb281ec5bec05d19a2b97f56c1dcfa39b1caea3ed03a1164e78b1ca6ec3a5', '2026-03-01T08:30:00.000Z', '2025-05-01', 'operator', true, '合成数据', 'Made-up data', 1);
INSERT INTO public.upload VALUES (6, 'observations', '观测.csv', 'bfc5a6b45b6a16128fbf94195a8b6895883b709e9ab0bf0bc5dc5a14fa18cf2f', '2026-03-01T08:30:05.000Z', '2025-06-01', 'operator', false, '', '', 2);
INSERT INTO public.upload VALUES (7, 'observations', '观测.csv', 'bfc5a6b45b6a16128fbf94195a8b6895883b709e9ab0bf0bc5dc5a14fa18cf2f', '2026-03-01T08:30:05.000Z', '2025-05-15', 'operator', false, '', '', 2);


--
-- Name: _sqlx_migrations _sqlx_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);


--
-- Name: fact fact_kind_subject_upload_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_kind_subject_upload_key UNIQUE (kind, subject, upload);


--
-- Name: observation observation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (upload, line);


--
-- Name: replaced replaced_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replaced
    ADD CONSTRAINT replaced_pkey PRIMARY KEY (upload, kind);


--
-- Name: setting setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (id);


--
-- Name: share share_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (token_sha256);


--
-- Name: upload upload_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (id);


--
-- Name: fact_of_upload; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX fact_of_upload ON public.fact USING btree (upload, kind, subject);


--
-- Name: setting_by_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX setting_by_name ON public.setting USING btree (name, id);


--
-- Name: share_by_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX share_by_expiry ON public.share USING btree (expires_at);


--
-- Name: fact fact_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER fact_stays BEFORE DELETE OR UPDATE ON public.fact FOR EACH ROW EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: observation observation_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER observation_stays BEFORE DELETE OR UPDATE ON public.observation FOR EACH ROW EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: replaced replaced_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER replaced_stays BEFORE DELETE OR UPDATE ON public.replaced FOR EACH ROW EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: setting setting_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER setting_stays BEFORE DELETE OR UPDATE ON public.setting FOR EACH ROW EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: upload upload_is_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER upload_is_kept BEFORE DELETE ON public.upload FOR EACH ROW EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: upload upload_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER upload_stays BEFORE UPDATE ON public.upload FOR EACH ROW WHEN ((old.row_count IS NOT NULL)) EXECUTE FUNCTION public.wuwei_keep();


--
-- Name: fact fact_upload_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_upload_fkey FOREIGN KEY (upload) REFERENCES public.upload(id);


--
-- Name: observation observation_upload_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_upload_fkey FOREIGN KEY (upload) REFERENCES public.upload(id);


--
-- Name: replaced replaced_upload_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replaced
    ADD CONSTRAINT replaced_upload_fkey FOREIGN KEY (upload) REFERENCES public.upload(id);


--
-- PostgreSQL database dump complete
--


