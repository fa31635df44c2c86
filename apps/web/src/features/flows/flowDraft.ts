import type { ComponentSummary } from '@stepkey/shared/catalog-api'
import type { CredentialSummary } from '@stepkey/shared/credential'
import type { FieldMessage } from '@stepkey/shared/errors'
import type { Flow, SaveFlow, StepBinding } from '@stepkey/shared/flow'

/** A step in the editor. */
export interface DraftStep {
  /** Stays the same while the step is edited, moved and stored. */
  key: string
  /** Absent until the step is stored. */
  id?: string
  name: string
  componentId: string | null
  credentialId: string | null
  binding: StepBinding
  /** The methods that the credential of the owner may have; all unless given. */
  methods?: string[]
  /** The OAuth scopes that the step needs, if the user chose any. */
  scopes?: string[]
  /** The chosen credential was deleted. */
  wasDeleted?: boolean
}

/** A flow in the editor. */
export interface FlowDraft {
  name: string
  steps: DraftStep[]
}

/** The draft of a new flow. */
export const emptyDraft: FlowDraft = { name: '', steps: [] }

let stepCounter = 0

/** Returns an empty step with a new key. */
export function newStep(): DraftStep {
  stepCounter += 1
  return { key: `new-${stepCounter}`, name: '', componentId: null, credentialId: null, binding: 'credential' }
}

/** Returns the draft of a new flow with one step that uses the credential. */
export function draftWith(
  { id: credentialId, componentId }: Pick<CredentialSummary, 'id' | 'componentId'>,
  components: readonly Pick<ComponentSummary, 'id' | 'title'>[],
): FlowDraft {
  const name = components.find(({ id }) => id === componentId)?.title ?? ''
  return { name: '', steps: [{ ...newStep(), name, componentId, credentialId }] }
}

/** Returns the draft of a stored flow. Steps that are also in an earlier draft keep their keys. */
export function draftOf({ name, steps }: Flow, earlier: FlowDraft = emptyDraft): FlowDraft {
  const keys = new Map(earlier.steps.map(({ id, key }) => [id, key]))
  return { name, steps: steps.map((step) => ({ ...step, key: keys.get(step.id) ?? step.id })) }
}

/** Returns whether a draft differs from the stored flow. */
export function isChanged(draft: FlowDraft, base: Flow | undefined): boolean {
  return contentOf(draft) !== contentOf(base ? draftOf(base) : emptyDraft)
}

function contentOf({ name, steps }: FlowDraft): string {
  const content = steps.map((step) => [
    step.id,
    step.name.trim(),
    step.componentId,
    step.credentialId,
    step.binding,
    step.methods?.toSorted() ?? [],
    step.scopes?.toSorted() ?? [],
  ])
  return JSON.stringify([name.trim(), content])
}

/** Returns what is missing before a draft can be saved, with paths like those of the server. */
export function errorsIn({ name, steps }: FlowDraft): FieldMessage[] {
  return [
    ...(name.trim() ? [] : [{ path: 'name', message: 'Give the flow a name.' }]),
    ...steps.flatMap((step, index) => [
      ...(step.componentId ? [] : [{ path: `steps.${index}.componentId`, message: 'Choose a component.' }]),
      ...(step.name.trim() ? [] : [{ path: `steps.${index}.name`, message: 'Give the step a name.' }]),
    ]),
  ]
}

/** Returns the input of `flows.save`. The draft must have no errors. */
export function toInput({ name, steps }: FlowDraft, base: Flow | undefined): SaveFlow {
  return {
    ...(base && { flowId: base.id, version: base.version }),
    name: name.trim(),
    steps: steps.map(({ id, name, componentId, credentialId, binding, methods, scopes }) => ({
      stepId: id,
      name: name.trim(),
      componentId: componentId ?? '',
      binding,
      ...(binding === 'credential' ? { credentialId } : methods?.length && { methods }),
      ...(scopes?.length && { scopes }),
    })),
  }
}

/** Rebases the draft on another version of its flow: steps that this version no longer has become new ones. */
export function rebaseDraft(draft: FlowDraft, latest: Flow): FlowDraft {
  const storedIds = new Set(latest.steps.map(({ id }) => id))
  return {
    ...draft,
    steps: draft.steps.map((step) =>
      step.id && !storedIds.has(step.id) ? { ...step, id: undefined } : step,
    ),
  }
}

/** Adds the ids of `flow` to the draft after `sent` was saved; edits made meanwhile are kept. */
export function withStoredIds(draft: FlowDraft, sent: FlowDraft, flow: Flow): FlowDraft {
  const ids = new Map(sent.steps.map(({ key }, index) => [key, flow.steps[index]?.id]))
  return { ...draft, steps: draft.steps.map((step) => ({ ...step, id: ids.get(step.key) ?? step.id })) }
}

/** Returns the default name of a step: the title of its component, with a number if it is taken. */
export function stepName(title: string, others: readonly DraftStep[]): string {
  const taken = new Set(others.map(({ name }) => name))
  let name = title
  for (let number = 2; taken.has(name); number++) name = `${title} ${number}`
  return name
}
