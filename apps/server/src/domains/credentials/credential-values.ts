import { secretsToRetype } from '@stepkey/shared/auth/destination'
import { mergeValues } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { invalidInput, usable } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'
import { type KnownMethod, suppliedAddresses } from '../catalog/catalog.ts'

export type RawValues = Record<string, unknown>
export type SecretValues = Secret<RawValues>

/** The columns that opening the values of a credential needs. */
export type SealedValues = Pick<
  CredentialRow,
  'sealed' | 'workspace_id' | 'id' | 'component_id' | 'method_id' | 'seal_version'
>

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
 * The values of a method, parsed by its own schema.
 * @throws DomainError invalid_input with paths below `values`, repeating nothing of the input
 */
export function parseValues(config: Config, { method }: KnownMethod, raw: RawValues): SecretValues {
  const parsed = parseStrictly(method.fields, raw, ['values'])
  const supplied = suppliedAddresses(config, method)
  for (const field of Object.keys(method.supplied ?? {})) {
    if (parsed[field] === undefined && supplied[field] === undefined) {
      throw invalidInput({
        path: `values.${field}`,
        message: 'Fill in this field: this Stepkey has no address of its own for it.',
      })
    }
  }
  return new Secret(parsed)
}

/** Values as a check or a flow engine needs them: with the addresses that the installation supplies. */
export function completeValues(config: Config, { method }: KnownMethod, values: SecretValues): SecretValues {
  return new Secret({ ...suppliedAddresses(config, method), ...values.reveal() })
}

/**
 * Input laid over stored values, parsed as a whole. When the secrets would be sent somewhere new, all of them have to
 * be in the input: who may change an address must not thereby learn what was stored for another.
 * @throws DomainError invalid_input
 */
export function overlayValues(
  config: Config,
  known: KnownMethod,
  stored: SecretValues,
  input: RawValues,
): SecretValues {
  const merged = parseValues(config, known, mergeValues(known.fields, stored.reveal(), input))
  const retype = usable(() =>
    secretsToRetype(known.method, known.fields, {
      before: completeValues(config, known, stored).reveal(),
      after: completeValues(config, known, merged).reveal(),
      input,
    }),
  )
  if (retype.length > 0) {
    throw invalidInput(
      ...retype.map((path) => ({
        path: `values.${path}`,
        message:
          'You changed where this is sent. Enter it again, so that it can’t end up with somebody else.',
      })),
    )
  }
  return merged
}
