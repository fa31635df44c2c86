import { Role, Scope } from '@stepkey/shared/access'
import { SessionAction } from '@stepkey/shared/connect-session'
import { CredentialStatus } from '@stepkey/shared/credential'
import { ValueState } from '@stepkey/shared/credential-value'
import { StepBinding } from '@stepkey/shared/flow'
import { ChatFormat, NoticeDelivery, NoticeKind } from '@stepkey/shared/notice'
import { Outcome } from '@stepkey/shared/verification'
import { DeliveryStatus, SentEventType, WebhookEventType } from '@stepkey/shared/webhook'
import { Recheck } from '@stepkey/shared/workspace'
import { z } from 'zod'
import type { Db } from '../../platform/database/database.ts'
import type { Tables } from '../../platform/database/tables.ts'
import { readDistinctValues, readSchema } from './store.ts'

/** Stored JSON text. */
const json = (schema: z.ZodType) =>
  z.string().transform((text, ctx) => {
    try {
      const parsed = schema.safeParse(JSON.parse(text))
      if (parsed.success) return parsed.data
    } catch {}
    ctx.addIssue('unknown value')
    return z.NEVER
  })
const actor = z.enum(['person', 'api_key', 'visitor'])
const flag = z.literal([0, 1])
const kinds = json(z.array(NoticeKind).min(1))
const texts = json(z.array(z.string()))

/**
 * The values that columns with a closed list of values may have. Null is always allowed here. The audit log is left out,
 * because its hash chain protects all its columns.
 */
const ALLOWED: { [T in keyof Tables]?: { [C in keyof Tables[T]]?: z.ZodType } } = {
  workspace: { kind: z.enum(['personal', 'organization']), recheck: Recheck },
  membership: { role: Role },
  invitation: { role: Role.exclude(['owner']) },
  api_key: { scopes: json(z.array(Scope).min(1)), owners: texts, component_ids: texts },
  // `reconnect` is computed from `failing` and the token.
  credential: { status: CredentialStatus.exclude(['reconnect', 'frozen']) },
  credential_value: {
    state: ValueState.exclude(['current']),
    status: CredentialStatus.exclude(['reconnect', 'frozen']),
    revoke_on_erase: flag,
  },
  receipt: { outcome: Outcome, scopes: texts },
  flow: { status: z.enum(['active', 'inactive']) },
  flow_step: { scopes: texts, binding: StepBinding, methods: texts },
  idempotency_key: { actor_kind: actor },
  credential_token: { is_granted: flag, scopes: texts },
  consent: { state: z.enum(['away', 'granted']) },
  connect_session: {
    component_ids: json(z.array(z.string()).min(1)),
    actions: json(z.array(SessionAction).min(1)),
    actor_kind: actor,
  },
  credential_request: {
    state: z.enum(['open', 'fulfilled', 'revoked']),
    actor_kind: actor,
  },
  webhook: {
    events: json(z.array(WebhookEventType).min(1)),
    is_enabled: flag,
    disabled_reason: z.enum(['gone', 'failing']),
  },
  notice_setting: { delivery: NoticeDelivery, kinds },
  chat_channel: {
    format: ChatFormat,
    delivery: NoticeDelivery.exclude(['off']),
    kinds,
    is_enabled: flag,
    disabled_reason: z.enum(['gone', 'failing']),
  },
  notice_event: {
    kind: z.enum(['failing', 'recovered', 'frozen', 'expiring', 'not_revoked']),
    is_told: flag,
    is_digested: flag,
  },
  notice_message: { status: z.enum(['pending', 'sent', 'failed']) },
  revocation: { status: z.enum(['pending', 'failed']), is_grant: flag },
  webhook_event: { type: SentEventType },
  webhook_delivery: { status: DeliveryStatus, is_again: flag },
}

/** A column with values that this version does not know. */
export interface UnknownValues {
  /** `table.column`. */
  column: string
  rows: number
}

/** Returns the columns with values outside of their closed list, and how many rows have them. */
export async function findUnknownValues(db: Db): Promise<UnknownValues[]> {
  const schema = await readSchema(db)
  const found: UnknownValues[] = []
  for (const [table, columns] of Object.entries(ALLOWED)) {
    for (const [column, allowed] of Object.entries(columns)) {
      if (!schema.get(table)?.has(column)) continue
      let rows = 0
      for await (const { value, count } of readDistinctValues(db, table, column)) {
        if (!allowed.safeParse(value).success) rows += count
      }
      if (rows > 0) found.push({ column: `${table}.${column}`, rows })
    }
  }
  return found
}
