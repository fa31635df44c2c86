import { z } from 'zod'
import { CredentialRef } from './credential.ts'
import { ObjectId, Time } from './inputs.ts'
import { Revocation } from './oauth.ts'

/** The maximum number of issues that a report lists. */
export const INCIDENT_LIMIT = 1000

/** Input of `credentials.reportIncident`. */
export const ReportIncident = CredentialRef.extend({
  since: z.iso
    .datetime()
    .describe('Since when the values may have been known to others, as ISO 8601 UTC time.'),
}).describe('A credential whose values leaked, and since when.')
/** Input of `credentials.reportIncident`. */
export type ReportIncident = z.infer<typeof ReportIncident>

/** What happened to a credential whose values leaked. */
export const IncidentReport = z
  .object({
    credential: z
      .object({
        id: ObjectId.describe('The id of the credential.'),
        componentId: z.string().describe('Its component.'),
        name: z.string().describe('Its name.'),
        identity: z.string().nullable().describe('The account that it belongs to. Null if unknown.'),
        generation: z.int().describe('The generation of its current values.'),
      })
      .describe('The credential.'),
    since: Time.describe('The start of the period, as ISO 8601 UTC time.'),
    reportedAt: Time.describe('The end of the period, when the credential was frozen at the latest.'),
    revocation: Revocation.optional().describe(
      'Whether the grant or the key was revoked at the provider. Absent if Stepkey can’t revoke keys of this method: revoke the key there.',
    ),
    issues: z
      .array(
        z
          .object({
            at: Time.describe('When, as ISO 8601 UTC time.'),
            flowId: z.string().nullable().describe('The flow. Null if unknown.'),
            flowName: z.string().nullable().describe('Its name. Null if unknown.'),
            stepId: z.string().nullable().describe('The step of the flow. Null if unknown.'),
            generation: z
              .int()
              .nullable()
              .describe('The generation of the values. Null if it was not recorded.'),
            actorId: z.string().describe('The id of the API key that got the values.'),
            actorName: z.string().nullable().describe('The name of the API key. Null if it was deleted.'),
            address: z.string().nullable().describe('The IP address that it came from. Null if unknown.'),
          })
          .describe('One issue of the values to a flow engine.'),
      )
      .describe(`The issues in the period, the newest first. At most ${INCIDENT_LIMIT}.`),
    hasMore: z.boolean().describe('Whether there were more issues than the report lists.'),
  })
  .describe('What happened to the values of a credential in a period.')
/** What happened to a credential whose values leaked. */
export type IncidentReport = z.infer<typeof IncidentReport>

/** The result of `credentials.reportIncident`. */
export const IncidentReported = z
  .object({
    report: IncidentReport,
    sha256: z
      .string()
      .describe(
        'The SHA-256 of `report` as compact JSON, in hexadecimal digits. The entry `credential.incident` of the audit log has it, too, so the hash chain proves the report.',
      ),
  })
  .describe('The credential is frozen, and the report is recorded.')
/** The result of `credentials.reportIncident`. */
export type IncidentReported = z.infer<typeof IncidentReported>
