import type { AuditEntry } from '@stepkey/shared/audit'
import { isolated } from '../../ui/text/isolated.ts'
import { roleLabels } from '../people/roleLabels.ts'
import { actionPhrases, describeReason } from './actionPhrases.ts'
import type { AuditNames } from './useAuditNames.ts'

/** A name in a sentence, with the page of what has it, unless that was deleted. */
export interface SentenceName {
  name: string
  isQuoted: boolean
  page?: { kind: 'credential'; id: string; componentId: string } | { kind: 'flow'; id: string } | undefined
}
/** A part of a sentence. */
export type SentencePart = string | SentenceName

interface SentenceOptions {
  names: AuditNames
  /** The id of the object whose page shows the sentence: it is called “this credential”. */
  pageOf?: string
}

/** Returns what an entry tells about its actor, in parts to be read after the name of the actor. */
export function auditSentence(entry: AuditEntry, options: SentenceOptions): SentencePart[] {
  const { action, outcome, detail, subjectId } = entry
  const phrase = actionPhrases[action][outcome]
  const facts = action === 'access.asked' ? { ...detail, procedure: subjectId } : detail
  const template = typeof phrase === 'string' ? phrase : phrase(facts)
  const values = valuesOf(entry, options)
  const reason = describeReason(entry)
  return [
    ...template
      .split(/\{(\w+)\}/)
      .flatMap((part, index) => (index % 2 === 0 ? part : (values[part as keyof typeof values] ?? []))),
    reason ? `: ${reason}` : '',
  ].filter((part) => part !== '')
}

function valuesOf(entry: AuditEntry, { names, pageOf }: SentenceOptions) {
  const { action, detail, subjectId } = entry
  const { noun } = actionPhrases[action]
  const subject = pageOf === subjectId ? undefined : subjectName(entry, names)
  const unnamed = pageOf === subjectId ? `this ${noun}` : withArticle(noun)
  const flow = names.flows.get(String(detail.flowId ?? subjectId))
  const flowName = entry.flowName ?? flow?.name
  const step = flow?.steps.find(({ id }) => id === detail.stepId)
  const credential = names.credentials.get(String(detail.credentialId))
  return {
    name: subject ?? unnamed,
    the: subject ? [`the ${noun}${subject.isQuoted ? '' : ' of'} `, subject] : unnamed,
    from: { name: String(detail.before), isQuoted: true },
    flow: flowName
      ? { name: flowName, isQuoted: true, page: pageOfSubject(String(detail.flowId), names) }
      : 'a flow',
    step: step ? ['step ', { name: step.name, isQuoted: true }] : 'a step',
    credential: credential
      ? { name: credential.name, isQuoted: true, page: pageOfSubject(credential.id, names) }
      : 'a credential',
    email: { name: String(detail.email), isQuoted: false },
    role: roleTitle(detail.role),
    before: roleTitle(detail.before),
    owner: { name: String(detail.owner), isQuoted: true },
    count: String(detail.count),
    schedule: String(detail.recheck),
    procedure: { name: subjectId, isQuoted: true },
  } satisfies Record<string, SentencePart | SentencePart[]>
}

/** The name that the entry recorded, or the current one. */
function subjectName(
  { action, subjectId, subjectName: recorded }: AuditEntry,
  names: AuditNames,
): SentenceName | undefined {
  const current = names.credentials.get(subjectId) ?? names.flows.get(subjectId)
  const name = recorded ?? current?.name
  const isQuoted = !/^(?:member|invitation|account)\.|^organization\.transferred$/.test(action)
  return name ? { name, isQuoted, page: pageOfSubject(subjectId, names) } : undefined
}

function pageOfSubject(id: string, names: AuditNames): SentenceName['page'] {
  const credential = names.credentials.get(id)
  if (credential) return { kind: 'credential', id, componentId: credential.componentId }
  return names.flows.has(id) ? { kind: 'flow', id } : undefined
}

/** A workspace has one organization. */
const withArticle = (noun: string): string =>
  noun === 'organization' ? `the ${noun}` : `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`

const roleTitle = (role: unknown): string =>
  Object.hasOwn(roleLabels, String(role)) ? roleLabels[role as keyof typeof roleLabels].title : String(role)

/** Returns a sentence as text, for labels and tests. */
export const sentenceText = (parts: readonly SentencePart[]): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part
      return part.isQuoted ? `“${isolated(part.name)}”` : isolated(part.name)
    })
    .join('')

/** Returns the title of an action: “Created a credential”. */
export function actionTitle(action: AuditEntry['action']): string {
  const title = sentenceText(
    auditSentence(
      {
        action,
        // `access.asked` is recorded for refusals only.
        outcome: action === 'access.asked' ? 'refused' : 'done',
        subjectId: '',
        detail: {},
      } as AuditEntry,
      { names: { credentials: new Map(), flows: new Map() } },
    ),
  )
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** The name of an actor whose account or API key was deleted. */
export const actorName = ({ actor }: Pick<AuditEntry, 'actor'>): string => actor.name ?? 'A former member'

/** Returns the name of the subject as it stands in sentences: “CRM prod”. */
export function subjectTitle(entry: AuditEntry, names: AuditNames): string | undefined {
  const subject = subjectName(entry, names)
  return subject && sentenceText([subject])
}
