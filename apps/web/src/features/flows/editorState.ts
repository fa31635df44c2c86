import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { FieldMessage } from '@stepkey/shared/errors'
import type { BlockReason, Flow } from '@stepkey/shared/flow'
import {
  type DraftStep,
  draftOf,
  emptyDraft,
  type FlowDraft,
  isChanged,
  rebaseDraft,
  stepName,
  withStoredIds,
} from './flowDraft.ts'

/** The state of the flow editor. */
export interface EditorState {
  /** The stored flow that the draft started from; absent until the flow is stored. */
  base: Flow | undefined
  draft: FlowDraft
  /** Why steps block the activation of the flow, by step key, from the last response. */
  blocked: Record<string, BlockReason>
  /** The errors of single inputs, by path: `name`, `<step key>.name`. */
  errors: Record<string, string>
  /** A newer stored version, until the user decides whether to overwrite or load it. */
  latest: Flow | undefined
}

type ComponentTitle = Pick<ComponentSummary, 'id' | 'title'>

/** The actions of the flow editor. */
export type EditorAction =
  | { type: 'renamed'; name: string }
  | { type: 'stepAdded'; step: DraftStep }
  | {
      type: 'stepChanged'
      key: string
      change: Partial<
        Pick<DraftStep, 'name' | 'componentId' | 'credentialId' | 'binding' | 'methods' | 'scopes'>
      >
    }
  | { type: 'componentChosen'; key: string; component: ComponentTitle; previous: ComponentTitle | undefined }
  | { type: 'stepRemoved'; key: string }
  | { type: 'stepMoved'; key: string; to: number }
  | { type: 'refused'; errors: readonly FieldMessage[] }
  | { type: 'blocked'; steps: readonly { index: number; reason: BlockReason }[] }
  | { type: 'saved'; sent: FlowDraft; flow: Flow }
  | { type: 'stale'; latest: Flow }
  | { type: 'overwritten'; latest: Flow }
  | { type: 'loaded'; flow: Flow | undefined }
  | { type: 'refreshed'; flow: Flow }
  | { type: 'credentialCreated'; key: string; credentialId: string; flow: Flow | undefined }

/** Returns the state for a stored flow, or for a new one with the given draft. */
export function startEditing(flow: Flow | undefined, newDraft: FlowDraft = emptyDraft): EditorState {
  return { base: flow, draft: flow ? draftOf(flow) : newDraft, blocked: {}, errors: {}, latest: undefined }
}

/** Applies an action to the state. */
export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  const { draft } = state
  switch (action.type) {
    case 'renamed':
      return { ...state, draft: { ...draft, name: action.name }, errors: without(state.errors, ['name']) }
    case 'stepAdded':
      return { ...state, draft: { ...draft, steps: [...draft.steps, action.step] } }
    case 'stepChanged':
      return changeStep(state, action.key, action.change)
    case 'componentChosen':
      return chooseComponent(state, action)
    case 'stepRemoved':
      return { ...state, draft: { ...draft, steps: draft.steps.filter(({ key }) => key !== action.key) } }
    case 'stepMoved':
      return { ...state, draft: { ...draft, steps: moveStep(draft.steps, action.key, action.to) } }
    case 'refused':
      return {
        ...state,
        errors: Object.fromEntries(
          action.errors.map(({ path, message }) => [keyedPath(path, draft), message]),
        ),
      }
    case 'blocked':
      return block(state, action.steps)
    case 'saved':
      return { ...startEditing(action.flow), draft: withStoredIds(draft, action.sent, action.flow) }
    case 'stale':
      return { ...state, latest: action.latest }
    case 'overwritten':
      return { ...state, base: action.latest, draft: rebaseDraft(draft, action.latest), latest: undefined }
    case 'loaded':
      return startEditing(action.flow)
    case 'refreshed':
      return refresh(state, action.flow)
    case 'credentialCreated':
      return withCreated(state, action)
  }
}

function changeStep(state: EditorState, key: string, change: Partial<DraftStep>): EditorState {
  const steps = state.draft.steps.map((step) =>
    step.key === key
      ? { ...step, ...change, wasDeleted: step.wasDeleted && !('credentialId' in change) }
      : step,
  )
  return {
    ...state,
    draft: { ...state.draft, steps },
    errors: without(
      state.errors,
      Object.keys(change).map((field) => `${key}.${field}`),
    ),
    blocked: 'credentialId' in change || 'methods' in change ? without(state.blocked, [key]) : state.blocked,
  }
}

/** Changes the component of a step: drops its credential, methods and scopes, and replaces a default name. */
function chooseComponent(
  state: EditorState,
  {
    key,
    component,
    previous,
  }: { key: string; component: ComponentTitle; previous: ComponentTitle | undefined },
): EditorState {
  const others = state.draft.steps.filter((step) => step.key !== key)
  const name = state.draft.steps.find((step) => step.key === key)?.name
  const hasDefaultName = !name || (previous && name === stepName(previous.title, others))
  return changeStep(state, key, {
    componentId: component.id,
    credentialId: null,
    methods: undefined,
    scopes: undefined,
    ...(hasDefaultName && { name: stepName(component.title, others) }),
  })
}

function block(
  { draft, ...state }: EditorState,
  blockedSteps: readonly { index: number; reason: BlockReason }[],
): EditorState {
  const reasons = blockedSteps.map(({ index, reason }) => [draft.steps[index]?.key ?? '', reason] as const)
  // A deleted credential is removed from the draft; otherwise the flow could not be saved.
  const deletedKeys = new Set(reasons.filter(([, reason]) => reason === 'missing').map(([key]) => key))
  return {
    ...state,
    draft: dropCredentials(draft, ({ key }) => deletedKeys.has(key)),
    blocked: Object.fromEntries(reasons),
  }
}

/** Applies a flow that was refetched in the background. */
function refresh(state: EditorState, flow: Flow): EditorState {
  const { base, draft } = state
  if (flow.version !== base?.version) {
    // A changed draft is kept; saving detects that it is based on an older version.
    return isChanged(draft, base) ? state : { ...state, base: flow, draft: draftOf(flow, draft) }
  }
  // Within a version a step can only lose its credential, when that is deleted.
  const deletedIds = new Set(
    base.steps.flatMap(({ credentialId }, index) => (flow.steps[index]?.credentialId ? [] : credentialId)),
  )
  return {
    ...state,
    base: flow,
    draft: dropCredentials(draft, ({ credentialId }) => deletedIds.has(credentialId)),
  }
}

function dropCredentials(draft: FlowDraft, isAffected: (step: DraftStep) => boolean): FlowDraft {
  const steps = draft.steps.map((step) =>
    step.credentialId !== null && isAffected(step) ? { ...step, credentialId: null, wasDeleted: true } : step,
  )
  return { ...draft, steps }
}

/**
 * Applies a credential that was created in place. The server has already linked it to a stored step and returns the new
 * flow. If the flow had another change in between, the draft keeps its old version, so that saving detects the conflict.
 */
function withCreated(
  state: EditorState,
  { key, credentialId, flow }: { key: string; credentialId: string; flow: Flow | undefined },
): EditorState {
  const next = changeStep(state, key, { credentialId })
  return flow && flow.version === (state.base?.version ?? 0) + 1 ? { ...next, base: flow } : next
}

/** Converts `steps.1.name` to `<key of the second step>.name`, because steps can move. */
function keyedPath(path: string, { steps }: FlowDraft): string {
  const [, index, field] = /^steps\.(\d+)\.(\w+)$/.exec(path) ?? []
  return index === undefined ? path : `${steps[Number(index)]?.key}.${field}`
}

function moveStep(steps: readonly DraftStep[], key: string, to: number): DraftStep[] {
  const step = steps.find((candidate) => candidate.key === key)
  const others = steps.filter((step) => step.key !== key)
  return step ? [...others.slice(0, to), step, ...others.slice(to)] : others
}

function without<Value>(record: Record<string, Value>, keys: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}
