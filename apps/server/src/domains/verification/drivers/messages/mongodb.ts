import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, unexpected } from './findings.ts'

const CODES = 'github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml'
const ATLAS = 'github.com/mongodb/docs-rust/pull/105'
const COSMOS = 'learn.microsoft.com/azure/cosmos-db/troubleshoot-forbidden'

/** Errors of MongoDB, and of services that speak its protocol. Atlas replaces many codes with its own, 8000. */
export const mongodbMessages: readonly ServerMessage[] = [
  {
    message: 'bad auth : Authentication failed.',
    code: 8000, // AtlasError
    parts: ['auth'],
    finding: rejected('bad_login'),
    source: ATLAS,
  },
  {
    message: 'no SNI name sent, make sure using a MongoDB 3.4+ driver/shell.',
    code: 8000, // AtlasError
    parts: ['no sni name sent'],
    finding: rejected('no_such_tenant'),
    source: 'MongoDB Atlas, when the host is an IP address',
  },
  {
    message:
      'Request originated from client IP 203.0.113.7 through public internet. This is blocked by your Cosmos DB account firewall settings.',
    parts: ['blocked by your cosmos db account firewall'],
    finding: rejected('address_not_admitted'),
    source: COSMOS,
  },
  {
    message: 'Authentication restrictions unmet',
    code: 214, // AuthenticationRestrictionUnmet
    finding: rejected('address_not_admitted'),
    source: CODES,
  },
  {
    message: 'Authentication failed.',
    code: 18, // AuthenticationFailed
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'Could not find user "app" for db "admin"',
    code: 11, // UserNotFound
    finding: rejected('bad_login'),
    source: CODES,
  },
  {
    message: 'Received authentication for mechanism SCRAM-SHA-1 which is not enabled',
    code: 334, // MechanismUnavailable
    finding: unexpected('login_not_offered'),
    source: CODES,
  },
  {
    message: 'Request rate limit exceeded',
    code: 462, // IngressRequestRateLimitExceeded
    finding: rateLimited,
    source: CODES,
  },
  {
    message: 'The server is in quiesce mode and will shut down',
    code: 91, // ShutdownInProgress
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'Not primary',
    code: 189, // PrimarySteppedDown
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'interrupted at shutdown',
    code: 11600, // InterruptedAtShutdown
    finding: unexpected('server_error'),
    source: CODES,
  },
  {
    message: 'operation was interrupted',
    code: 11602, // InterruptedDueToReplStateChange
    finding: unexpected('server_error'),
    source: CODES,
  },
]
