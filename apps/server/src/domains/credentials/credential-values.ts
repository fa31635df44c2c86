import { secretsToRetype } from '@stepkey/shared/auth/destination'
import { english } from '@stepkey/shared/locales'
import { mergeValues } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'
import { type CatalogMethod, type MethodRef, requireMethodOf, suppliedAddresses } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { pemProblems } from './pem-values.ts'

/** Field values by name. They may contain secrets. */
export type RawValues = Record<string, unknown>
/** Field values that can't be logged or serialized by accident. */
export type SecretValues = Secret<RawValues>

/** The columns that are needed to open the values of a credential. */
export type SealedValues = Pick<
  CredentialRow,
  'sealed' | 'workspace_id' | 'id' | 'component_id' | 'method_id' | 'seal_version'
>

/** Stored values, and the method in the version that they were verified with. */
export interface StoredValues {
  values: SecretValues
  as: CatalogMethod
}

/** Opens the values of a stored credential, with their method. @throws DomainError invalid_input when it is gone */
export const openStored = async (
  ctx: Pick<WorkspaceContext, 'keyring' | 'catalog' | 'workspaceId'>,
  row: SealedValues & MethodRef,
): Promise<StoredValues> => ({
  values: await openValues(ctx.keyring, row),
  as: await requireMethodOf(ctx, row),
})

/** Opens the values of a stored credential. */
export async function openValues(keyring: Keyring, row: SealedValues): Promise<SecretValues> {
  return await keyring.open(row.sealed, {
    workspaceId: row.workspace_id,
    credentialId: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    sealVersion: row.seal_version,
  })
}

/**
 * Parses the values of a method with its schema.
 * @throws DomainError invalid_input with paths below `values`; the messages don't contain the input
 */
export function parseValues(config: Config, { method }: CatalogMethod, raw: RawValues): SecretValues {
  const parsed = parseStrictly(method.fields, raw, { prefix: ['values'] })
  const supplied = suppliedAddresses(config, method)
  for (const field of Object.keys(method.supplied ?? {})) {
    if (parsed[field] === undefined && supplied[field] === undefined) {
      throw invalidInput({
        path: `values.${field}`,
        code: 'required',
        message: 'Fill in this field. This installation has no default address for it.',
      })
    }
  }
  const problems = pemProblems(method, parsed)
  if (problems.length > 0) {
    throw invalidInput(...problems.map(({ path, message }) => ({ path: `values.${path}`, message })))
  }
  return new Secret(parsed)
}

/** Adds the addresses that the installation supplies. Verifications and flow engines need them. */
export function completeValues(
  config: Config,
  { method }: CatalogMethod,
  values: SecretValues,
): SecretValues {
  return new Secret({ ...suppliedAddresses(config, method), ...values.reveal() })
}

/**
 * Merges input into stored values and parses the result. If the input changes where or how secrets are sent, it must
 * contain all of them: otherwise a user could send a stored secret to a server or a path of their own.
 * @param known the method of the result
 * @param storedAs the method in the version that the stored values were verified with
 * @throws DomainError invalid_input
 */
export function overlayValues(
  config: Config,
  known: CatalogMethod,
  { values: stored, as: storedAs }: StoredValues,
  input: RawValues,
): SecretValues {
  const merged = parseValues(config, known, mergeValues(known.fields, stored.reveal(), input))
  const before = completeValues(config, storedAs, stored).reveal()
  const after = completeValues(config, known, merged).reveal()
  const retype = secretsToRetype({ ...storedAs, values: before }, { ...known, values: after }, input)
  if (retype.length > 0) {
    throw invalidInput(
      ...retype.map((path) => ({
        path: `values.${path}`,
        code: 'secret_needed' as const,
        message: english('inputErrors.secretMoved'),
      })),
    )
  }
  return merged
}
