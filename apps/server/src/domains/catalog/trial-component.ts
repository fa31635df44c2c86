import type { ComponentDefinition } from '@stepkey/shared/definition-schema'
import { checkDefinition } from '@stepkey/shared/definitions/check-definition'
import type { ComponentTried, TryComponent } from '@stepkey/shared/own-component'
import { isProof, type Verification } from '@stepkey/shared/verification'
import { transact } from '../../platform/database/transaction.ts'
import type { Egress, HttpAnswer } from '../../platform/egress/egress.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import { Secret } from '../../platform/secret.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { withDecoySecrets } from '../verification/control/decoy-secrets.ts'
import { maskSecrets } from '../verification/mask-secrets.ts'
import { secretsOf } from '../verification/sanitize.ts'
import { verifyValues } from '../verification/verify.ts'
import { findVersionsOf, lockComponent, updateTrials } from './component-table.ts'
import { definitionIn } from './read-definitions.ts'
import { fingerprintOf, trialsOf } from './trial-record.ts'

/** The largest body that a trial returns, in UTF-16 code units. */
const BODY_LIMIT = 64 * 1024

/**
 * Tries the verification of a method with working and with spoilt values, of the draft or else of the published version.
 * Only the outcomes are stored. The response to the working values is returned to the author with its secrets masked.
 * @throws DomainError not_found, invalid_input
 */
export async function tryComponent(
  ctx: WorkspaceContext,
  { componentId, methodId, good, spoilt: givenSpoilt }: TryComponent,
  signal?: AbortSignal,
): Promise<ComponentTried> {
  const { db, workspaceId } = ctx
  const [row] = await findVersionsOf(db, workspaceId, componentId)
  if (!row) throw notFound('component')
  const definition = definitionIn(row)
  const { component, problems } = checkDefinition(definition)
  if (!component) {
    const [first] = problems
    throw invalidInput({ path: 'componentId', message: `${first?.at}: ${first?.message}` })
  }
  const method = Object.hasOwn(component.methods, methodId) ? component.methods[methodId] : undefined
  if (!method) throw notFound('method')
  if ('untestable' in method.verify)
    throw invalidInput({
      path: 'methodId',
      message: 'This method has no verification request, so there is nothing to try.',
    })

  const values = parseStrictly(method.fields, good, { prefix: ['good'] })
  const spoiltValues = givenSpoilt
    ? parseStrictly(method.fields, givenSpoilt, { prefix: ['spoilt'] })
    : withDecoySecrets(method, values)
  if (!spoiltValues)
    throw invalidInput({
      path: 'spoilt',
      message:
        'The method has no secret that could be altered. Mark the secret field, or send spoilt values.',
    })
  const of = { component, methodId }
  const { egress, lastAnswer } = recording(ctx.egress)
  const goodResult = await verifyValues(method, new Secret(values), { ...ctx, egress, signal, of })
  const answer = lastAnswer()
  const spoiltResult = await verifyValues(method, new Secret(spoiltValues), { ...ctx, signal, of })
  const proves = isProof(goodResult.outcome) && spoiltResult.outcome === 'rejected'
  const trial = {
    fingerprint: fingerprintOf((definition as ComponentDefinition).methods[methodId] as never),
    triedAt: ctx.clock().toISOString(),
    triedBy: ctx.actor.id,
    good: goodResult.outcome,
    spoilt: spoiltResult.outcome,
    proves,
  }
  await transact(db, async (trx) => {
    await lockComponent(trx, workspaceId, componentId)
    const current = (await findVersionsOf(trx, workspaceId, componentId)).find(({ id }) => id === row.id)
    if (!current) return
    await updateTrials(trx, row.id, JSON.stringify({ ...trialsOf(current), [methodId]: trial }))
    const detail = { name: component.title, methodId, good: trial.good, spoilt: trial.spoilt }
    await writeAuditEntry(trx, ctx, 'component.tried', componentId, detail)
  })
  const advice = proves ? undefined : adviceFor(goodResult, spoiltResult)
  const response = answer && describeAnswer(answer, secretsOf(method, values))
  return {
    good: goodResult,
    spoilt: spoiltResult,
    proves,
    ...(advice && { advice }),
    ...(response && { response }),
  }
}

/** Returns an egress that remembers the last response. */
function recording(egress: Egress): { egress: Egress; lastAnswer: () => HttpAnswer | undefined } {
  let last: HttpAnswer | undefined
  return {
    egress: {
      ...egress,
      async fetch(request, signal) {
        last = undefined
        last = await egress.fetch(request, signal)
        return last
      },
    },
    lastAnswer: () => last,
  }
}

function describeAnswer(
  { status, headers, body }: HttpAnswer,
  secrets: readonly string[],
): ComponentTried['response'] {
  const json = body.length <= BODY_LIMIT ? parseJson(body) : undefined
  return {
    status,
    headers: Object.keys(headers).sort().slice(0, 100),
    ...(json !== undefined && { json: JSON.stringify(maskSecrets(json, secrets)) }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns what the author can change so that the verification tells working values from spoilt ones. */
function adviceFor(good: Verification, spoilt: Verification): string {
  if (!isProof(good.outcome))
    return 'Use values that work, and check the address and the place of the values.'
  if (isProof(spoilt.outcome))
    return 'The target accepts altered secrets, so the request proves nothing. Choose a request that needs the secret.'
  const status = spoilt.httpStatus ? ` ${spoilt.httpStatus}` : ''
  return `The target answered${status} to altered secrets. If this is how it refuses them, add a rule for it to “rejected”.`
}
