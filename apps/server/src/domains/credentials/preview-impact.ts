import { addressOf } from '@stepkey/shared/auth/address'
import { asksConsent } from '@stepkey/shared/component'
import {
  type CredentialImpact,
  IMPACT_LIMIT,
  type ImpactReason,
  type PreviewImpact,
} from '@stepkey/shared/credential-impact'
import { grantedScopes, missingScopes } from '@stepkey/shared/scopes'
import { isInconclusive, type Verification } from '@stepkey/shared/verification'
import { transact } from '../../platform/database/transaction.ts'
import { withFieldErrors } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogMethod, requireMethodOf, requireNewestMethod } from '../catalog/catalog.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { findDependentSteps } from '../usage/usage.ts'
import { verifyValues } from '../verification/verify.ts'
import { grantedScopesOf, reconnectRequired, requireConsentGrant, withGrantedToken } from './consent-grant.ts'
import {
  completeValues,
  openStored,
  openValues,
  overlayValues,
  type SecretValues,
} from './credential-values.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { verifyGeneration } from './switch-value.ts'
import { openToken } from './token-store.ts'
import { findToken } from './token-table.ts'
import { verifyCredential } from './verify-credential.ts'

/** What the steps would get after the change. */
interface Candidate {
  /** A reason that applies to all steps. */
  reason?: ImpactReason | undefined
  scopes: readonly string[] | null | undefined
  verification?: Verification
}

/**
 * Says what a change of a credential would do to the steps that are bound to it. Verifies what they would get: new
 * values, a new consent, the pending or the previous values, or another credential. Changes nothing but the stored result of verifying
 * what is stored.
 * @throws DomainError not_found, invalid_input
 */
export async function previewImpact(
  ctx: WorkspaceContext,
  input: PreviewImpact,
  { signal, consentHolder }: Pick<SaveOptions, 'signal' | 'consentHolder'> = {},
): Promise<CredentialImpact> {
  const { db, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, input.credentialId)
  const candidate = await toCandidate(ctx, row, input, { signal, consentHolder })
  const component = await ctx.catalog.find(workspaceId, row.component_id)
  const { steps, hidden } = await findDependentSteps(db, workspaceId, row.id, { limit: IMPACT_LIMIT })
  return {
    ...(candidate.verification && { verification: candidate.verification }),
    steps: steps.map(({ scopes, ...step }) => {
      const isMissing = missingScopes(scopes, candidate.scopes, component?.scopeIncludes).length > 0
      const breaks = candidate.reason ?? (isMissing ? 'missing_scopes' : undefined)
      return { ...step, ...(breaks && { breaks }) }
    }),
    hidden,
  }
}

async function toCandidate(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  { values: input, consentId, generation, by, scopes }: PreviewImpact,
  { signal, consentHolder }: Pick<SaveOptions, 'signal' | 'consentHolder'>,
): Promise<Candidate> {
  if (scopes) return { scopes }
  if (by !== undefined) return await ofOther(ctx, row, by, signal)
  if (generation !== undefined) {
    const { known, values, verification } = await verifyGeneration(ctx, row, generation, { signal })
    return await compare(ctx, row, { known, values, verification, scopes: verification.scopes })
  }
  const stored = await openStored(ctx, row)
  const isNew = input !== undefined || consentId !== undefined
  const known = isNew ? await requireNewestMethod(ctx, row) : stored.as
  const values = input ? overlayValues(ctx.config, known, stored, input) : stored.values
  const consent = { consentId, holder: consentHolder }
  const grant = await requireConsentGrant(ctx, known, consent, { values, credentialId: row.id })
  if (!grant && asksConsent(known.method.token)) throw reconnectRequired()
  const complete = await withGrantedToken(ctx, completeValues(ctx.config, known, values), grant)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  const { outcome } = verification
  await transact(ctx.db, (trx) =>
    writeAuditEntry(trx, ctx, 'credential.verified', row.id, { name: row.name, outcome, values: true }),
  )
  const granted = grantedScopesOf(grant) ?? verification.scopes
  return await compare(ctx, row, { known, values: complete, verification, scopes: granted })
}

/** The credential that takes the place of the first one. */
async function ofOther(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  by: string,
  signal: AbortSignal | undefined,
): Promise<Candidate> {
  const other = await requireCredentialRow(ctx, by)
  if (other.component_id !== row.component_id) return { reason: 'wrong_component', scopes: undefined }
  if (other.frozen_at !== null) return { reason: 'frozen', scopes: undefined }
  const verification = await verifyCredential(ctx, { credentialId: by, values: undefined }, signal)
  const verified = await requireCredentialRow(ctx, by)
  const scopes = grantedScopes(await summarize(ctx, verified))
  return await compare(ctx, row, { ...(await open(ctx, verified)), verification, scopes })
}

interface Proposed {
  known: CatalogMethod
  /** Complete, with the token of a grant. */
  values: SecretValues
  verification: Verification
  /** The granted scopes. */
  scopes: readonly string[] | null | undefined
}

/** Compares what the steps would get with what they get now. */
async function compare(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  { known, values, verification, scopes }: Proposed,
): Promise<Candidate> {
  const before = addressIn(await open(ctx, row))
  const after = addressIn({ known, values })
  const { outcome, identity } = verification
  const reason = (): ImpactReason | undefined => {
    if (outcome === 'rejected') return 'failing'
    if (isInconclusive(outcome)) return 'unverified'
    if (before !== undefined && after !== undefined && before !== after) return 'other_address'
    return identity && row.identity && identity !== row.identity ? 'other_account' : undefined
  }
  return { reason: reason(), scopes, verification }
}

type Opened = Pick<Proposed, 'known' | 'values'>

/** Returns the method of a stored credential, and its complete values, with its stored token. */
async function open(ctx: WorkspaceContext, row: CredentialDetailRow): Promise<Opened> {
  const { db, config, keyring, workspaceId } = ctx
  const known = await requireMethodOf(ctx, row)
  const values = completeValues(config, known, await openValues(keyring, row)).reveal()
  const stored = await findToken(db, workspaceId, row.id)
  const token =
    stored?.sealed && stored.version !== null
      ? await openToken(keyring, row, { sealed: stored.sealed, version: stored.version })
      : undefined
  return { known, values: new Secret({ ...values, ...(token && { token }) }) }
}

const addressIn = ({ known, values }: Opened) =>
  withFieldErrors(() => addressOf(known.method, values.reveal()))
