import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const ACL = 'github.com/redis/redis/blob/unstable/src/acl.c'
const REDIS_5 = 'github.com/redis/redis/blob/5.0/src/server.c'
const SERVER = 'github.com/redis/redis/blob/unstable/src/server.c'
const NETWORKING = 'github.com/redis/redis/blob/unstable/src/networking.c'
const DB = 'github.com/redis/redis/blob/unstable/src/db.c'
const CLUSTER = 'github.com/redis/redis/blob/unstable/src/cluster.c'
const ENTERPRISE = 'Redis Enterprise and Redis Cloud: github.com/RedisInsight/RedisInsight, isCertError'

/**
 * Errors of Redis and Valkey, and of services that speak their protocol. The code is the first word; before version 6, it was
 * `ERR` for most errors.
 */
export const redisMessages: readonly ServerMessage[] = [
  // Encryption, and the address of the client.
  {
    message: 'unencrypted connection is prohibited',
    code: 'ERR',
    parts: ['unencrypted connection is prohibited'],
    finding: rejected('encryption_needed'),
    source: ENTERPRISE,
  },
  {
    message:
      'Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface.',
    code: 'DENIED',
    finding: rejected('address_not_admitted'),
    source: NETWORKING,
  },
  // The login.
  {
    message: 'invalid username-password pair or user is disabled.',
    code: 'WRONGPASS',
    finding: rejected('bad_login'),
    source: ACL,
  },
  {
    message: 'invalid password',
    code: 'ERR',
    parts: ['invalid password'],
    finding: rejected('bad_login'),
    source: REDIS_5,
  },
  {
    message: 'invalid username-password pair or user is disabled.',
    code: 'ERR',
    parts: ['invalid username-password pair'],
    finding: rejected('bad_login'),
    source: 'Redis 6, before the code WRONGPASS',
  },
  {
    message: 'Authentication required.',
    code: 'NOAUTH',
    finding: rejected('login_needed'),
    source: SERVER,
  },
  {
    message: 'Client sent AUTH, but no password is set',
    code: 'ERR',
    parts: ['no password is set'],
    finding: unexpected('login_not_needed'),
    source: REDIS_5,
  },
  {
    message:
      'AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    code: 'ERR',
    parts: ['without any password configured'],
    finding: unexpected('login_not_needed'),
    source: ACL,
  },
  // The database.
  {
    message: 'DB index is out of range',
    code: 'ERR',
    parts: ['db index is out of range'],
    finding: rejected('no_such_database'),
    source: DB,
  },
  {
    message: 'invalid DB index',
    code: 'ERR',
    parts: ['invalid db index'],
    finding: rejected('no_such_database'),
    source: 'github.com/redis/redis/blob/6.0/src/db.c',
  },
  {
    message: 'SELECT is not allowed in cluster mode',
    code: 'ERR',
    parts: ['select is not allowed'],
    finding: rejected('no_such_database'),
    source: DB,
  },
  // Redis before version 6 has no users, so AUTH takes one argument.
  {
    message: "wrong number of arguments for 'auth' command",
    code: 'ERR',
    parts: ['wrong number of arguments'],
    finding: unexpected('refused_request'),
    source: SERVER,
  },
  {
    message: "unknown command 'AUTH', with args beginning with:",
    code: 'ERR',
    parts: ['unknown command'],
    finding: unexpected('refused_request'),
    source: SERVER,
  },
  // Trouble of the server.
  {
    message: 'max number of clients reached',
    code: 'ERR',
    parts: ['max number of clients'],
    finding: tooMany,
    source: NETWORKING,
  },
  {
    message: 'Redis is loading the dataset in memory',
    code: 'LOADING',
    finding: unexpected('server_error'),
    source: SERVER,
  },
  {
    message: 'Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
    code: 'BUSY',
    finding: unexpected('server_error'),
    source: SERVER,
  },
  {
    message: "Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    code: 'MASTERDOWN',
    finding: unexpected('server_error'),
    source: SERVER,
  },
  {
    message: 'The cluster is down',
    code: 'CLUSTERDOWN',
    finding: unexpected('server_error'),
    source: CLUSTER,
  },
  {
    message: 'Multiple keys request during rehashing of slot',
    code: 'TRYAGAIN',
    finding: unexpected('server_error'),
    source: CLUSTER,
  },
]
