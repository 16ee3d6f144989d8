// Made by scripts/make-tables.ts from the migrated schema; do not edit by hand.
import type { ColumnType, Generated } from 'kysely';
import type {
  Assurance,
  CheckMethod,
  DeadlineKind,
  EntryKind,
  EntryState,
  Finding,
  FoundBy,
  Level,
  Party,
  RequestKind,
  Source,
} from '#domain/entry/entry.ts';
import type { CandidateKind, CandidateState } from '#domain/document/candidate-life.ts';
import type { DocumentState } from '#domain/document/document-life.ts';
import type { Part } from '#domain/document/parts.ts';
import type { RollupState } from '#domain/entry/counting.ts';
import type { Role } from '#domain/org/actor.ts';
import type { UnitKind } from '#domain/org/unit.ts';
import type { Adoption, Channel, Outcome, VoiceKind } from '#domain/voice/voice.ts';
import type { VoiceState } from '#domain/voice/lifecycle.ts';
import type { WordClass } from '#domain/voice/watch-words.ts';

export interface Tables {
  account: {
    city_id: number;
    id: string;
    person_id: string;
    login: string;
    password_hash: string | null;
    must_change: Generated<boolean>;
    totp_secret: string | null;
    totp_last_step: number | null;
    oidc_subject: string | null;
    disabled_at: Date | null;
    created_at: Date;
    totp_pending: string | null;
  };
  action: {
    city_id: number;
    id: string;
    campaign_id: string;
    phase_id: string | null;
    unit_id: string | null;
    name: string;
    required: boolean;
    due_on: string | null;
  };
  action_done: {
    city_id: number;
    action_id: string;
    unit_id: string;
    done_on: string;
    note: Generated<string>;
    by_person: string;
    at: Date;
  };
  alike_apart: {
    city_id: number;
    id: string;
    a_id: string;
    b_id: string;
    decision_id: string;
    at: Date;
    undone_at: Date | null;
  };
  alike_decision: {
    city_id: number;
    id: string;
    item_id: string | null;
    kind: string;
    reason: Generated<string>;
    by_person: string;
    by_post: string | null;
    by_unit: string | null;
    at: Date;
    undone_at: Date | null;
    undone_by: string | null;
  };
  alike_edge: {
    city_id: number;
    id: string;
    a_id: string;
    b_id: string;
    a_kind: string;
    b_kind: string;
    score: number;
    rule: string;
    actor: string;
    decision_id: string | null;
    linked_at: Date;
    undone_at: Date | null;
    undone_by_decision: string | null;
  };
  alike_item: {
    city_id: number;
    id: string;
    campaign_id: string | null;
    kind: string;
    main_id: string;
    main_kind: string;
    score: number;
    rule: string;
    state: string;
    at: Date;
    decided_at: Date | null;
  };
  alike_item_member: {
    city_id: number;
    item_id: string;
    subject_id: string;
    kind: string;
    score: number;
    rule: string;
    decision: string | null;
    decided_by: string | null;
  };
  alike_merge: {
    city_id: number;
    decision_id: string;
    entry_id: string;
  };
  alike_subject: {
    city_id: number;
    subject_id: string;
    kind: string;
    campaign_id: string | null;
    instance_id: string;
    family_id: string;
  };
  api_token: {
    city_id: number;
    id: string;
    token_hash: string;
    account_id: string;
    name: string;
    scopes: string[];
    created_at: Date;
    ends_at: Date;
    revoked_at: Date | null;
    used_at: Date | null;
  };
  campaign: {
    city_id: number;
    id: string;
    code: string;
    name: string;
    office_unit: string;
    starts_on: string;
    ends_on: string;
    taxonomy_id: string | null;
    created_at: Date;
    required_cap: Generated<number>;
    own_cap: Generated<number>;
  };
  candidate: {
    city_id: number;
    id: string;
    document_id: string;
    version: number;
    kind: CandidateKind;
    state: CandidateState;
    passage: number;
    start_at: number;
    end_at: number;
    quote_start: number;
    quote_end: number;
    quote: string;
    proposal: ColumnType<unknown, string, string | null>;
    edits: ColumnType<unknown, string, string | null>;
    doubts: Generated<string[]>;
    proposed_by: 'rules' | 'model' | 'person';
    lead_unit: string | null;
    co_units: Generated<string[]>;
    merged_into: string | null;
    split_from: string | null;
    earlier: string | null;
    entry_id: string | null;
    target_id: string | null;
    decided_at: Date | null;
    decided_by: string | null;
    changed_in: number;
  };
  category_model: {
    city_id: number;
    id: string;
    taxonomy: string;
    rows: number;
    macro_f1: number;
    auto_margin: number | null;
    model: string;
    trained_at: Date;
  };
  city: {
    city_id: number;
    name: string;
    created_at: Date;
  };
  credential_try: {
    city_id: number;
    key: string;
    tries: number;
    since: Date;
    until: Date | null;
  };
  crosswalk: {
    city_id: number;
    from_taxonomy: string;
    from_code: string;
    to_taxonomy: string;
    to_code: string;
  };
  document: {
    city_id: number;
    id: string;
    version: number;
    state: DocumentState;
    unit_id: string;
    campaign_id: string | null;
    title: string;
    organ: Generated<string>;
    no: Generated<string>;
    written_on: string | null;
    name: string;
    media_type: string;
    bytes: number;
    file_sha256: string;
    text_sha256: string;
    characters: number;
    revision_of: string | null;
    job_id: string | null;
    fault: string | null;
    by_person: string;
    by_post: string;
    uploaded_at: Date;
    updated_at: Date;
  };
  document_text: {
    city_id: number;
    document_id: string;
    raw: string;
    normal: Generated<string>;
    offsets: Generated<Buffer>;
    outline: ColumnType<unknown, string, string | null>;
    repairs: ColumnType<unknown, string, string | null>;
  };
  door_try: {
    city_id: number;
    key: string;
    since: Date;
    n: number;
  };
  duty: {
    city_id: number;
    id: string;
    unit_id: string;
    no: Generated<string>;
    text: string;
    key: string;
    since: string;
    ended_on: string | null;
    by_person: string;
    at: Date;
  };
  entry: {
    city_id: number;
    id: string;
    version: number;
    kind: EntryKind;
    no: string;
    campaign_id: string;
    title: string;
    state: EntryState;
    episode: Generated<number>;
    level: Level;
    is_key: Generated<boolean>;
    category: Generated<string>;
    source: Source;
    source_no: string | null;
    found_by: FoundBy | null;
    origin_unit: string;
    origin_path: string;
    lead_unit: string | null;
    org_path: string;
    deadline_kind: Generated<DeadlineKind>;
    deadline: string | null;
    original_deadline: string | null;
    due_sort: Generated<string>;
    review_on: string | null;
    progress: number | null;
    delivered_at: Date | null;
    closed_at: Date | null;
    assurance: Assurance | null;
    created_at: Date;
    updated_at: Date;
  };
  entry_check: {
    city_id: number;
    id: string;
    entry_id: string;
    episode: number;
    method: CheckMethod;
    finding: Finding;
    assurance: Assurance;
    by_unit: string;
    unit_role: Generated<string>;
    by_person: string;
    person_role: Generated<string>;
    by_post: string;
    note: Generated<string>;
    checked_at: Date;
  };
  entry_facet: {
    city_id: number;
    entry_id: string;
    taxonomy_id: string;
    code: string;
  };
  entry_search: {
    city_id: number;
    entry_id: string;
    tsv: string;
  };
  entry_text: {
    city_id: number;
    entry_id: string;
    detail: Generated<string>;
    cause: Generated<string>;
    remark: Generated<string>;
    quote: Generated<string>;
  };
  event: {
    city_id: number;
    subject_id: string;
    subject_version: number;
    earlier_version: ColumnType<number | null, never, never>;
    state: string;
    id: string;
    at: Date;
    kind: string;
    person_id: string | null;
    post_id: string | null;
    unit_id: string | null;
    acting: Generated<boolean>;
    payload: ColumnType<unknown, string, string | null>;
  };
  evidence: {
    city_id: number;
    id: string;
    entry_id: string;
    episode: number;
    purpose: string;
    sha256: string;
    name: string;
    media_type: string;
    bytes: number;
    by_person: string;
    by_unit: string;
    at: Date;
  };
  facet: {
    city_id: number;
    taxonomy_id: string;
    code: string;
    name: string;
    parent_code: string | null;
    sort: Generated<number>;
  };
  flow: {
    city_id: number;
    unit_no: number;
    campaign_id: string;
    kind: string;
    week: string;
    measure: string;
    n: number;
  };
  flow_delta: {
    city_id: number;
    id: string;
    org_path: string;
    campaign_id: string;
    kind: string;
    week: string;
    measure: string;
    n: number;
  };
  hand_over: {
    city_id: number;
    id: string;
    word_hash: string;
    account_id: string;
    entry_id: string;
    purpose: string;
    created_at: Date;
    ends_at: Date;
    form_hash: string | null;
    used_at: Date | null;
    photos: Generated<number>;
  };
  holding: {
    city_id: number;
    id: string;
    post_id: string;
    person_id: string;
    acting: Generated<boolean>;
    from_on: string;
    to_on: string | null;
    created_at: Date;
  };
  idempotency: {
    city_id: number;
    account_id: string;
    key: string;
    request_hash: string;
    status: number | null;
    body: ColumnType<unknown, string | null | undefined, string | null>;
    at: Date;
  };
  import_batch: {
    city_id: number;
    id: string;
    kind: string;
    unit_id: string;
    campaign_id: string | null;
    file_sha256: string;
    sheet: string;
    name: string;
    state: string;
    mapping: ColumnType<unknown, string | null | undefined, string | null>;
    summary: ColumnType<unknown, string | null | undefined, string | null>;
    by_account: string;
    by_person: string;
    by_post: string | null;
    job_id: string | null;
    at: Date;
  };
  import_row: {
    city_id: number;
    unit_id: string;
    source_key: string;
    batch_id: string;
    row_no: number;
    entry_id: string;
    raw: ColumnType<unknown, string, string | null>;
  };
  indicator: {
    city_id: number;
    id: string;
    version: number;
    state: string;
    name: string;
    measure: Generated<string>;
    meaning: Generated<string>;
    direction: string;
    periodicity: string;
    adds: Generated<boolean>;
    unit_id: string;
    owner_post: string | null;
    source: Generated<string>;
    sort: Generated<number>;
    created_at: Date;
    updated_at: Date;
  };
  job: {
    city_id: number;
    id: string;
    kind: string;
    args: ColumnType<unknown, string, string | null>;
    run_at: Date;
    tries: Generated<number>;
    done: Generated<number>;
    total: number | null;
    result: ColumnType<unknown, string | null | undefined, string | null>;
    error: string | null;
    by_person: string | null;
    by_account: string | null;
    created_at: Date;
    finished_at: Date | null;
    cancelled_at: Date | null;
    kept: ColumnType<unknown, string | null | undefined, string | null>;
  };
  me_too: {
    city_id: number;
    form_hash: string;
    entry_id: string;
    on_day: string;
  };
  measure: {
    city_id: number;
    id: string;
    entry_id: string;
    kind: string;
    seq: number;
    text: string;
    due_on: string | null;
    done_at: Date | null;
    dropped_at: Date | null;
  };
  merge_link: {
    city_id: number;
    id: string;
    entry_id: string;
    survivor_id: string;
    reason: string;
    linked_at: Date;
    linked_by: string;
    undone_at: Date | null;
    undone_by: string | null;
  };
  numbering: {
    city_id: number;
    series: string;
    next: number;
  };
  one_time_token: {
    city_id: number;
    token_hash: string;
    purpose: 'setup' | 'invite';
    account_id: string | null;
    created_at: Date;
    ends_at: Date;
    used_at: Date | null;
  };
  org_event: {
    city_id: number;
    id: string;
    at: Date;
    kind: string;
    subject_id: string | null;
    by_person: string | null;
    by_post: string | null;
    payload: ColumnType<unknown, string, string | null>;
  };
  pace_rule: {
    city_id: number;
    id: string;
    campaign_id: string | null;
    label: string;
    from_on: string;
    elapsed_by: string;
    yellow_at: number;
    red_below: number;
    lag_days: number;
    basis: string;
    set_by: string;
    set_at: Date;
  };
  party: {
    city_id: number;
    entry_id: string;
    episode: number;
    unit_id: string;
    role: Party['role'];
    org_path: string;
    progress: number | null;
    note: string | null;
    reported_at: Date | null;
  };
  party_person: {
    city_id: number;
    entry_id: string;
    episode: number;
    person_id: string;
    role: string;
  };
  passage: {
    city_id: number;
    document_id: string;
    seq: number;
    start_at: number;
    end_at: number;
    part: Part;
    paragraph: number;
    section: string;
    subsection: string;
    heading: string;
    proposed: 'task' | 'framing' | null;
    reason: string | null;
    change: 'same' | 'reworded' | 'added' | null;
    earlier_seq: number | null;
    framing_at: Date | null;
    framing_by: string | null;
    changed_in: number;
  };
  person: {
    city_id: number;
    id: string;
    code: string;
    name: string;
    left_on: string | null;
    created_at: Date;
  };
  phase: {
    city_id: number;
    id: string;
    campaign_id: string;
    seq: number;
    name: string;
    starts_on: string;
    ends_on: string;
  };
  post: {
    city_id: number;
    id: string;
    unit_id: string;
    code: string;
    name: string;
    role: Role;
    closed_on: string | null;
    created_at: Date;
  };
  public_release: {
    city_id: number;
    id: string;
    entry_id: string;
    title: string;
    words: string;
    reason: string;
    by_person: string;
    by_post: string;
    at: Date;
    withdrawn_at: Date | null;
    withdrawn_by: string | null;
    withdrawn_for: string | null;
  };
  reading: {
    city_id: number;
    id: string;
    version: number;
    state: string;
    indicator_id: string;
    unit_id: string;
    period_end: string;
    value: string;
  };
  reading_vintage: {
    city_id: number;
    reading_id: string;
    version: number;
    vintage: string;
    value: string;
    as_of: string;
    definition: number;
    note: Generated<string>;
    by_unit: string;
    by_post: string;
    at: Date;
  };
  request: {
    city_id: number;
    id: string;
    entry_id: string;
    episode: number;
    kind: RequestKind;
    approver_post: string;
    ask: ColumnType<unknown, string, string | null>;
    reason: string;
    opened_at: Date;
    opened_person: string;
    opened_post: string;
    decision: string | null;
    decided_at: Date | null;
    decided_person: string | null;
    decided_post: string | null;
    note: string | null;
    before_rule: Generated<boolean>;
    decided_role: ColumnType<string | null, never, never>;
  };
  rollup: {
    city_id: number;
    unit_no: number;
    campaign_id: string;
    kind: EntryKind;
    category: string;
    state: RollupState;
    n: number;
  };
  rollup_delta: {
    city_id: number;
    id: string;
    org_path: string;
    campaign_id: string;
    kind: EntryKind;
    category: string;
    state: RollupState;
    n: number;
  };
  root_cause: {
    city_id: number;
    id: string;
    parent_id: string;
    child_id: string;
    linked_at: Date;
    linked_by: string;
    undone_at: Date | null;
    undone_by: string | null;
  };
  saved_view: {
    city_id: number;
    id: string;
    account_id: string;
    name: string;
    query: ColumnType<unknown, string, string | null>;
    at: Date;
    place: Generated<string>;
    unit_id: string | null;
    changed_at: Date | null;
    dropped_at: Date | null;
    dropped_by: string | null;
  };
  session: {
    city_id: number;
    token_hash: string;
    account_id: string;
    strength: 'password' | 'two_factor' | 'oidc' | 'first_password';
    created_at: Date;
    seen_at: Date;
    ends_at: Date;
    agent: Generated<string>;
  };
  sheet_mapping: {
    city_id: number;
    unit_id: string;
    fingerprint: string;
    mapping: ColumnType<unknown, string, string | null>;
    at: Date;
  };
  source_rule: {
    city_id: number;
    source: string;
    from_on: string;
    days: number;
    day_kind: string;
    basis: string;
    set_by: string;
    set_at: Date;
  };
  sponsorship: {
    city_id: number;
    id: string;
    post_id: string;
    object_kind: 'unit' | 'project' | 'enterprise';
    object_id: string;
    from_on: string;
    to_on: string | null;
  };
  submission: {
    city_id: number;
    id: string;
    voice_id: string;
    code_hash: string;
    words: string;
    place: Generated<string>;
    lang: string;
    source_key: string | null;
    cleared_at: Date | null;
  };
  target: {
    city_id: number;
    id: string;
    version: number;
    state: string;
    indicator_id: string;
    definition: number | null;
    unit_id: string;
    campaign_id: string | null;
    period_from: string;
    period_to: string;
    baseline: string | null;
    baseline_on: string | null;
    goal: string | null;
    goal_to: string | null;
    op: string;
    grade: string;
    path: string;
    profile: ColumnType<unknown, string, string | null>;
    weight: Generated<string>;
    parent_id: string | null;
    surcharge_reason: Generated<string>;
    guard_id: string | null;
    document_id: string | null;
    span_start: number | null;
    span_end: number | null;
    quote: Generated<string>;
    outcome: string | null;
    remark: Generated<string>;
    created_at: Date;
    updated_at: Date;
  };
  taxonomy: {
    city_id: number;
    id: string;
    code: string;
    version: number;
    name: string;
    created_at: Date;
  };
  unit: {
    city_id: number;
    id: string;
    version: Generated<number>;
    no: number;
    code: string;
    name: string;
    short_name: string;
    kind: UnitKind;
    parent_id: string | null;
    org_path: string;
    county_no: number;
    functions: Generated<string[]>;
    sort: Generated<number>;
    closed_on: string | null;
    created_at: Date;
  };
  unit_link: {
    city_id: number;
    id: string;
    kind: 'line' | 'party';
    upper_unit: string;
    lower_unit: string;
    function: string | null;
    from_on: string;
    to_on: string | null;
  };
  unit_search: {
    city_id: number;
    unit_id: string;
    tsv: string;
  };
  voice: {
    city_id: number;
    id: string;
    version: number;
    no: string;
    kind: VoiceKind;
    channel: Channel;
    state: VoiceState;
    title: string;
    subject: Generated<string>;
    place: Generated<string>;
    place_unit: string | null;
    org_path: string;
    first_unit: string | null;
    owner_unit: string | null;
    owner_path: string | null;
    pending_unit: string | null;
    pending_path: string | null;
    ping_pong: Generated<number>;
    arbitrated: Generated<boolean>;
    review: Generated<number>;
    reopened: Generated<number>;
    held_for: string | null;
    outcome: Outcome | null;
    adoption: Adoption | null;
    withdrawn: Generated<boolean>;
    asked: Generated<boolean>;
    due_on: string | null;
    received_on: string;
    answered_on: string | null;
    ended_on: string | null;
    updated_at: Date;
  };
  voice_event: {
    city_id: number;
    voice_id: string;
    version: number;
    earlier_version: ColumnType<number | null, never, never>;
    state: VoiceState;
    at: Date;
    kind: string;
    by_side: string;
    person_id: string | null;
    post_id: string | null;
    unit_id: string | null;
    payload: ColumnType<unknown, string, string | null>;
  };
  voice_excluded: {
    city_id: number;
    voice_id: string;
    org_path: string;
    scope: 'unit' | 'subtree' | 'below';
  };
  voice_link: {
    city_id: number;
    id: string;
    voice_id: string;
    entry_id: string;
    score: number | null;
    rule: Generated<string>;
    linked_at: Date;
    linked_by: string;
    undone_at: Date | null;
    undone_by: string | null;
  };
  voice_message: {
    city_id: number;
    id: string;
    voice_id: string;
    seq: number;
    kind: string;
    body: string;
    unit_id: string | null;
    said_on: string;
    outcome: string | null;
    facts: Generated<string>;
    basis: Generated<string>;
    reasons: Generated<string>;
  };
  voice_photo: {
    city_id: number;
    id: string;
    form_hash: string;
    voice_id: string | null;
    sha256: string;
    media_type: string;
    bytes: number;
    came_on: string;
  };
  voice_rating: {
    city_id: number;
    id: string;
    voice_id: string;
    round: number;
    contacted: boolean;
    solved: boolean;
    level: number;
    note: Generated<string>;
    rated_on: string;
  };
  voice_search: {
    city_id: number;
    voice_id: string;
    tsv: string;
  };
  voice_text: {
    city_id: number;
    voice_id: string;
    summary: string;
  };
  watch_word: {
    city_id: number;
    word: string;
    class: WordClass;
    set_by: string;
    set_at: Date;
    ended_at: Date | null;
  };
  webhook: {
    city_id: number;
    id: string;
    url: string;
    secret: string;
    kinds: string[];
    unit_id: string;
    by_account: string;
    created_at: Date;
    stopped_at: Date | null;
  };
}
