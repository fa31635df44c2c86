import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { FieldError } from '@stepkey/shared/errors'
import type { BlockReason, Flow } from '@stepkey/shared/flow'
import {
  type DraftStep,
  draftOf,
  emptyDraft,
  type FlowDraft,
  isChanged,
  laidOver,
  stepName,
  withStoredIds,
} from './flowDraft.ts'

export interface EditorState {
  /** The stored flow that the draft started from; absent until the flow is stored. */
  base: Flow | undefined
  draft: FlowDraft
  /** Why steps keep the flow from being active, by step key, as the server said last. */
  blocked: Record<string, BlockReason>
  /** What is wrong with single inputs, by path: `name`, `<step key>.name`. */
  errors: Record<string, string>
  /** What somebody else stored meanwhile, until it's decided whose version shall stand. */
  theirs: Flow | undefined
}

type Titled = Pick<ComponentSummary, 'id' | 'title'>

export type EditorAction =
  | { type: 'renamed'; name: string }
  | { type: 'stepAdded'; step: DraftStep }
  | {
      type: 'stepChanged'
      key: string
      change: Partial<Pick<DraftStep, 'name' | 'componentId' | 'credentialId' | 'scopes'>>
    }
  | { type: 'componentChosen'; key: string; component: Titled; before: Titled | undefined }
  | { type: 'stepRemoved'; key: string }
  | { type: 'stepMoved'; key: string; to: number }
  | { type: 'refused'; errors: readonly FieldError[] }
  | { type: 'blocked'; steps: readonly { index: number; reason: BlockReason }[] }
  | { type: 'saved'; sent: FlowDraft; flow: Flow }
  | { type: 'stale'; theirs: Flow }
  | { type: 'laidOver'; theirs: Flow }
  | { type: 'loaded'; flow: Flow | undefined }
  | { type: 'refreshed'; flow: Flow }
  | { type: 'credentialCreated'; key: string; credentialId: string; flow: Flow | undefined }

export function startEditing(flow: Flow | undefined): EditorState {
  return { base: flow, draft: flow ? draftOf(flow) : emptyDraft, blocked: {}, errors: {}, theirs: undefined }
}

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
      return { ...state, draft: { ...draft, steps: moved(draft.steps, action.key, action.to) } }
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
      return { ...state, theirs: action.theirs }
    case 'laidOver':
      return { ...state, base: action.theirs, draft: laidOver(draft, action.theirs), theirs: undefined }
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
    step.key === key ? { ...step, ...change, isBereft: step.isBereft && !('credentialId' in change) } : step,
  )
  return {
    ...state,
    draft: { ...state.draft, steps },
    errors: without(
      state.errors,
      Object.keys(change).map((field) => `${key}.${field}`),
    ),
    blocked: 'credentialId' in change ? without(state.blocked, [key]) : state.blocked,
  }
}

/** Another component can't work with the credential and its scopes; a name that came with the old one makes way. */
function chooseComponent(
  state: EditorState,
  { key, component, before }: { key: string; component: Titled; before: Titled | undefined },
): EditorState {
  const others = state.draft.steps.filter((step) => step.key !== key)
  const name = state.draft.steps.find((step) => step.key === key)?.name
  const cameWithIt = !name || (before && name === stepName(before.title, others))
  return changeStep(state, key, {
    componentId: component.id,
    credentialId: null,
    scopes: undefined,
    ...(cameWithIt && { name: stepName(component.title, others) }),
  })
}

function block(
  { draft, ...state }: EditorState,
  found: readonly { index: number; reason: BlockReason }[],
): EditorState {
  const reasons = found.map(({ index, reason }) => [draft.steps[index]?.key ?? '', reason] as const)
  // A deleted credential is let go of: else the flow couldn't be stored until another one is there.
  const gone = new Set(reasons.filter(([, reason]) => reason === 'missing').map(([key]) => key))
  return { ...state, draft: bereave(draft, ({ key }) => gone.has(key)), blocked: Object.fromEntries(reasons) }
}

/** What the server has now, as it came by itself. */
function refresh(state: EditorState, flow: Flow): EditorState {
  const { base, draft } = state
  if (flow.version !== base?.version) {
    // What is being edited stays; saving will find out that it is based on an older version.
    return isChanged(draft, base) ? state : { ...state, base: flow, draft: draftOf(flow, draft) }
  }
  // Within a version a step can only lose its credential, when that is deleted.
  const lost = new Set(
    base.steps.flatMap(({ credentialId }, index) => (flow.steps[index]?.credentialId ? [] : credentialId)),
  )
  return { ...state, base: flow, draft: bereave(draft, ({ credentialId }) => lost.has(credentialId)) }
}

function bereave(draft: FlowDraft, isMeant: (step: DraftStep) => boolean): FlowDraft {
  const steps = draft.steps.map((step) =>
    step.credentialId !== null && isMeant(step) ? { ...step, credentialId: null, isBereft: true } : step,
  )
  return { ...draft, steps }
}

/**
 * A credential created in place. The server has linked it to a stored step already and says so with the flow: only
 * that step and the version are taken over. Was there another change in between, the version stays behind, so that
 * saving finds out.
 */
function withCreated(
  state: EditorState,
  { key, credentialId, flow }: { key: string; credentialId: string; flow: Flow | undefined },
): EditorState {
  const next = changeStep(state, key, { credentialId })
  return flow && flow.version === (state.base?.version ?? 0) + 1 ? { ...next, base: flow } : next
}

/** `steps.1.name` as the server says it is `<key of the second step>.name` here: steps move. */
function keyedPath(path: string, { steps }: FlowDraft): string {
  const [, index, field] = /^steps\.(\d+)\.(\w+)$/.exec(path) ?? []
  return index === undefined ? path : `${steps[Number(index)]?.key}.${field}`
}

function moved(steps: readonly DraftStep[], key: string, to: number): DraftStep[] {
  const step = steps.find((each) => each.key === key)
  const others = steps.filter((each) => each.key !== key)
  return step ? [...others.slice(0, to), step, ...others.slice(to)] : others
}

function without<Value>(record: Record<string, Value>, keys: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}
