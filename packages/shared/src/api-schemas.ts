import { z } from 'zod'
import * as access from './access.ts'
import * as account from './account.ts'
import * as apiKey from './api-key.ts'
import * as audit from './audit.ts'
import * as catalogApi from './catalog-api.ts'
import * as connect from './connect.ts'
import * as connectSession from './connect-session.ts'
import * as consent from './consent.ts'
import * as credential from './credential.ts'
import * as credentialImpact from './credential-impact.ts'
import * as credentialReplacement from './credential-replacement.ts'
import * as credentialRequest from './credential-request.ts'
import * as credentialValue from './credential-value.ts'
import * as deletedCredential from './deleted-credential.ts'
import * as embedMessages from './embed-messages.ts'
import * as errors from './errors.ts'
import * as flow from './flow.ts'
import * as flowPreflight from './flow-preflight.ts'
import * as incident from './incident.ts'
import * as inputs from './inputs.ts'
import * as notice from './notice.ts'
import * as oauth from './oauth.ts'
import * as organization from './organization.ts'
import * as ownComponent from './own-component.ts'
import * as owner from './owner.ts'
import * as revocation from './revocation.ts'
import * as usage from './usage.ts'
import * as verification from './verification.ts'
import * as webhook from './webhook.ts'
import * as workspace from './workspace.ts'

const modules = [
  access,
  account,
  apiKey,
  audit,
  catalogApi,
  connect,
  connectSession,
  consent,
  credential,
  credentialImpact,
  credentialReplacement,
  credentialRequest,
  credentialValue,
  deletedCredential,
  embedMessages,
  errors,
  flow,
  flowPreflight,
  incident,
  inputs,
  notice,
  oauth,
  organization,
  owner,
  ownComponent,
  revocation,
  usage,
  verification,
  webhook,
  workspace,
]

/** The schemas of the API by their names in this package, which are also their names for generated clients. */
export const apiSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  modules.flatMap((module) =>
    Object.entries(module).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType),
  ),
)

const names = new Map<unknown, string>([...apiSchemas].map(([name, schema]) => [schema, name]))

/**
 * Returns the name of a schema; undefined for texts and numbers, which are written where they are used. `.describe()` clones
 * a schema, and the parent of the clone has the name.
 */
export const nameOfSchema = (schema: z.core.$ZodType): string | undefined =>
  schema instanceof z.ZodString || schema instanceof z.ZodNumber
    ? undefined
    : (names.get(schema) ?? names.get(schema._zod.parent))
