import type { FieldError } from '@stepkey/shared/errors'
import type { Flow, SaveFlow } from '@stepkey/shared/flow'

/** A step as it stands in the editor. */
export interface DraftStep {
  /** Stays the same while the step is edited, moved and stored. */
  key: string
  /** Absent until the step is stored. */
  id?: string
  name: string
  componentId: string | null
  credentialId: string | null
  /** The OAuth scopes that it needs, where somebody said so. */
  scopes?: string[]
  /** The credential that was chosen here has been deleted. */
  isBereft?: boolean
}

/** A flow as it stands in the editor. */
export interface FlowDraft {
  name: string
  steps: DraftStep[]
}

export const emptyDraft: FlowDraft = { name: '', steps: [] }

let added = 0

export function newStep(): DraftStep {
  added += 1
  return { key: `new-${added}`, name: '', componentId: null, credentialId: null }
}

/** The draft of what is stored. Steps that an earlier draft has, too, keep their keys. */
export function draftOf({ name, steps }: Flow, earlier: FlowDraft = emptyDraft): FlowDraft {
  const keys = new Map(earlier.steps.map(({ id, key }) => [id, key]))
  return { name, steps: steps.map((step) => ({ ...step, key: keys.get(step.id) ?? step.id })) }
}

/** Whether a draft says something else than what is stored. */
export function isChanged(draft: FlowDraft, base: Flow | undefined): boolean {
  return contentOf(draft) !== contentOf(base ? draftOf(base) : emptyDraft)
}

function contentOf({ name, steps }: FlowDraft): string {
  const content = steps.map((step) => [
    step.id,
    step.name.trim(),
    step.componentId,
    step.credentialId,
    step.scopes?.toSorted() ?? [],
  ])
  return JSON.stringify([name.trim(), content])
}

/** What is missing before a draft can be stored, with paths as the server gives them. */
export function errorsIn({ name, steps }: FlowDraft): FieldError[] {
  return [
    ...(name.trim() ? [] : [{ path: 'name', message: 'Give the flow a name.' }]),
    ...steps.flatMap((step, index) => [
      ...(step.componentId ? [] : [{ path: `steps.${index}.componentId`, message: 'Choose a component.' }]),
      ...(step.name.trim() ? [] : [{ path: `steps.${index}.name`, message: 'Give the step a name.' }]),
    ]),
  ]
}

/** What to send. The draft has no errors: every step has its component. */
export function toInput({ name, steps }: FlowDraft, base: Flow | undefined): SaveFlow {
  return {
    ...(base && { flowId: base.id, version: base.version }),
    name: name.trim(),
    steps: steps.map(({ id, name, componentId, credentialId, scopes }) => ({
      stepId: id,
      name: name.trim(),
      componentId: componentId ?? '',
      credentialId,
      ...(scopes?.length && { scopes }),
    })),
  }
}

/** The draft laid over another version of its flow: steps that aren't there any more become new ones. */
export function laidOver(draft: FlowDraft, theirs: Flow): FlowDraft {
  const known = new Set(theirs.steps.map(({ id }) => id))
  return {
    ...draft,
    steps: draft.steps.map((step) => (step.id && !known.has(step.id) ? { ...step, id: undefined } : step)),
  }
}

/** The draft after `sent` was stored as `flow`: its steps learn their ids, and what was typed meanwhile stays. */
export function withStoredIds(draft: FlowDraft, sent: FlowDraft, flow: Flow): FlowDraft {
  const ids = new Map(sent.steps.map(({ key }, index) => [key, flow.steps[index]?.id]))
  return { ...draft, steps: draft.steps.map((step) => ({ ...step, id: ids.get(step.key) ?? step.id })) }
}

/** The name that a step gets with its component: the component's title, numbered from the second on. */
export function stepName(title: string, others: readonly DraftStep[]): string {
  const taken = new Set(others.map(({ name }) => name))
  let name = title
  for (let number = 2; taken.has(name); number++) name = `${title} ${number}`
  return name
}
