import { completeComponent, METHODS_LIMIT } from './component-draft.ts'
import { firstSentence, httpUrl } from './document-text.ts'
import { createNotes, type ImportedComponent, type Notes } from './imported-component.ts'
import { memberOf, textOf, valueAt } from './json-values.ts'
import { createForm, type MethodDraft } from './method-draft.ts'
import { type Alternative, alternativesOf } from './openapi-alternatives.ts'
import { AWS_REJECTED } from './openapi-aws.ts'
import { type Candidate, chooseOperation, createCheck } from './openapi-check.ts'
import { type OpenApi, operationsOf, readOpenApi } from './openapi-document.ts'
import { methodsOf } from './openapi-methods.ts'
import { readServers } from './openapi-servers.ts'
import { hasKeyValue } from './secret-names.ts'

/**
 * Imports an OpenAPI document: Swagger 2.0, OpenAPI 3.0 or 3.1, in JSON or YAML (spec.openapis.org/oas). Each alternative of
 * its security requirements becomes a method.
 * @throws DomainError invalid_input
 */
export function importOpenApi(document: string, { id }: { id: string }): ImportedComponent {
  const notes = createNotes()
  const api = readOpenApi(document, notes)
  const info = memberOf(api.root, 'info')
  const title = textOf(memberOf(info, 'title')) ?? 'Imported API'
  const operations = operationsOf(api, notes)
  const alternatives = alternativesOf(api, operations, notes)
  const addServers = readServers(api, notes)
  const methods: MethodDraft[] = []
  for (const alternative of alternatives.slice(0, METHODS_LIMIT)) {
    const chosen = chooseOperation(api, operations, alternative, notes)
    const scopes = chosen ? (alternative.requirementOf(chosen.operation) ?? new Map()) : new Map()
    for (const method of methodsOf(alternative, { api, title, notes, addServers, scopes }))
      methods.push({ ...method, verify: verifyOf(api, method, chosen, alternative, notes) })
  }
  if (alternatives.length > METHODS_LIMIT)
    notes.add(
      'leftOut',
      `Only the ${METHODS_LIMIT} most frequent of ${alternatives.length} ways to authenticate were imported.`,
    )
  if (methods.length === 0) methods.push(withoutCredential(addServers, notes))
  const docs = [
    valueAt(api.root, 'externalDocs', 'url'),
    valueAt(info, 'contact', 'url'),
    memberOf(info, 'termsOfService'),
  ]
  const description = firstSentence(memberOf(info, 'description'), 200)
  return completeComponent(
    {
      id,
      title,
      description: hasKeyValue(description) ? undefined : description,
      docs: docs.filter((link) => httpUrl(link)),
      methods: withDistinctTitles(methods),
    },
    notes,
  )
}

function verifyOf(
  api: OpenApi,
  method: Omit<MethodDraft, 'verify'>,
  chosen: Candidate | undefined,
  { isGuess }: Alternative,
  notes: Notes,
): MethodDraft['verify'] {
  if (chosen) {
    const check = createCheck(api, chosen, method.form, { notes, isGuess })
    return method.signer?.scheme === 'aws-sigv4' ? { ...check, rejected: AWS_REJECTED } : check
  }
  if (method.token) {
    notes.add(
      'guessed',
      'The document has no request that suits as verification, so the token request is the proof.',
    )
    return { token: 'is the proof' }
  }
  notes.add('leftOut', 'No request that only reads needs this credential, so no verification was proposed.')
  return {
    untestable: 'The imported document describes no request that only reads and needs this credential.',
  }
}

/** The method of documents whose schemes are all unsupported. */
function withoutCredential(addServers: ReturnType<typeof readServers>, notes: Notes): MethodDraft {
  notes.add('leftOut', 'The document has no way to authenticate that could be imported. Add a method.')
  const form = createForm()
  return {
    id: 'none',
    title: 'No credential',
    form,
    baseUrl: addServers(form),
    place: [],
    verify: { untestable: 'The imported document describes no way to authenticate that Stepkey supports.' },
  }
}

/** Methods of the same title get a number. */
function withDistinctTitles(methods: MethodDraft[]): MethodDraft[] {
  const counts = new Map<string, number>()
  return methods.map((method) => {
    const count = (counts.get(method.title) ?? 0) + 1
    counts.set(method.title, count)
    return count === 1 ? method : { ...method, title: `${method.title} ${count}` }
  })
}
