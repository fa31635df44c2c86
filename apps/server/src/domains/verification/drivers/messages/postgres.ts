import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const AUTH_C = 'github.com/postgres/postgres/blob/master/src/backend/libpq/auth.c'
const POSTINIT_C = 'github.com/postgres/postgres/blob/master/src/backend/utils/init/postinit.c'
const PGBOUNCER = 'github.com/pgbouncer/pgbouncer/blob/master/src/client.c'
const SUPAVISOR = 'github.com/supabase/supavisor/tree/main/lib/supavisor/errors'
const NEON = 'neon.com/docs/connect/connection-errors'
const RDS_PROXY = 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html'
const AZURE = 'learn.microsoft.com/azure/postgresql/single-server/concepts-connectivity'
const COCKROACH = 'cockroachlabs.com/docs/stable/common-errors'

/**
 * Messages of PostgreSQL, of the poolers in front of it, and of services that speak its protocol. Poolers have no codes of
 * their own, so their texts come first. SQLSTATE codes: postgresql.org/docs/current/errcodes-appendix.html.
 */
export const postgresMessages: readonly ServerMessage[] = [
  // Encryption.
  {
    message: 'no pg_hba.conf entry for host "10.0.0.7", user "app", database "shop", no encryption',
    code: '28000',
    parts: ['pg_hba.conf', 'no encryption'],
    finding: rejected('encryption_needed'),
    source: AUTH_C,
  },
  {
    message: 'no pg_hba.conf entry for host "10.0.0.7", user "app", database "shop", SSL off',
    code: '28000',
    parts: ['pg_hba.conf', 'ssl off'],
    finding: rejected('encryption_needed'),
    source: `${AUTH_C}, before version 14`,
  },
  {
    message: 'SSL connection is required. Please specify SSL options and retry.',
    parts: ['ssl connection is required'],
    finding: rejected('encryption_needed'),
    source: AZURE,
  },
  {
    message: 'SSL required',
    parts: ['ssl required'],
    finding: rejected('encryption_needed'),
    source: PGBOUNCER,
  },
  {
    message: 'connection is insecure (try using `sslmode=require`)',
    parts: ['connection is insecure'],
    finding: rejected('encryption_needed'),
    source: NEON,
  },
  {
    message: 'This RDS Proxy requires TLS connections',
    parts: ['requires tls connections'],
    finding: rejected('encryption_needed'),
    source: RDS_PROXY,
  },
  {
    message: 'node is running secure mode, SSL connection required',
    parts: ['ssl connection required'],
    finding: rejected('encryption_needed'),
    source: COCKROACH,
  },
  // The address of the client.
  {
    message: 'no pg_hba.conf entry for host "10.0.0.7", user "app", database "shop", SSL encryption',
    code: '28000',
    parts: ['no pg_hba.conf entry'],
    finding: rejected('address_not_admitted'),
    source: AUTH_C,
  },
  {
    message:
      'pg_hba.conf rejects connection for host "10.0.0.7", user "app", database "shop", SSL encryption',
    code: '28000',
    parts: ['pg_hba.conf rejects connection'],
    finding: rejected('address_not_admitted'),
    source: AUTH_C,
  },
  {
    message: 'This IP address 203.0.113.7 is not allowed to connect to this endpoint.',
    parts: ['this ip address', 'is not allowed'],
    finding: rejected('address_not_admitted'),
    source: NEON,
  },
  // The user.
  {
    message: 'role "app" is not permitted to log in',
    code: '28000',
    parts: ['is not permitted to log in'],
    finding: rejected('sign_in_disabled'),
    source: POSTINIT_C,
  },
  {
    message: 'The endpoint has been disabled. Enable it using Neon API and retry.',
    parts: ['endpoint has been disabled'],
    finding: rejected('sign_in_disabled'),
    source: NEON,
  },
  {
    message: 'connection requires a valid client certificate',
    code: '28000',
    parts: ['certificate'],
    finding: rejected('client_certificate'),
    source: AUTH_C,
  },
  {
    message: 'Peer authentication failed for user "app"',
    parts: ['peer authentication failed'],
    finding: unexpected('login_not_offered'),
    source: AUTH_C,
  },
  {
    message: 'GSSAPI authentication failed for user "app"',
    parts: ['gssapi authentication failed'],
    finding: unexpected('login_not_offered'),
    source: AUTH_C,
  },
  {
    message: 'password authentication failed',
    parts: ['authentication failed'],
    finding: rejected('bad_login'),
    source: `${AUTH_C}; ${PGBOUNCER}, with the code 08P01`,
  },
  {
    message: 'auth failed',
    code: '08P01',
    parts: ['auth failed'],
    finding: rejected('bad_login'),
    source: PGBOUNCER,
  },
  {
    message: 'login rejected',
    code: '08P01',
    parts: ['login rejected'],
    finding: rejected('bad_login'),
    source: PGBOUNCER,
  },
  {
    message: 'no such user: app',
    parts: ['no such user'],
    finding: rejected('bad_login'),
    source: PGBOUNCER,
  },
  {
    message: 'role "app" does not exist',
    code: '28000',
    parts: ['does not exist'],
    finding: rejected('bad_login'),
    source: POSTINIT_C,
  },
  {
    message:
      'This RDS proxy has no credentials for the role app. Check the credentials for this role and try again.',
    parts: ['rds proxy has no credentials'],
    finding: rejected('bad_login'),
    source: RDS_PROXY,
  },
  {
    message: 'Invalid Username specified. Please check the Username and retry connection.',
    parts: ['invalid username specified'],
    finding: rejected('bad_login'),
    source: AZURE,
  },
  {
    message: 'Wrong password',
    parts: ['wrong password'],
    finding: rejected('bad_login'),
    source: SUPAVISOR,
  },
  // The database, or the project behind a pooler.
  {
    message: 'Tenant or user not found',
    parts: ['tenant or user not found'],
    finding: rejected('no_such_tenant'),
    source: SUPAVISOR,
  },
  {
    message: '(ENOTFOUND) tenant/user app.abcdefgh not found',
    parts: ['tenant/user', 'not found'],
    finding: rejected('no_such_tenant'),
    source: SUPAVISOR,
  },
  {
    message:
      'Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support or pass the endpoint ID (first part of the domain name) as a parameter.',
    parts: ['endpoint id is not specified'],
    finding: rejected('no_such_tenant'),
    source: NEON,
  },
  {
    message: 'The requested endpoint could not be found, or you don’t have access to it.',
    parts: ['requested endpoint could not be found'],
    finding: rejected('no_such_tenant'),
    source: NEON,
  },
  {
    message: 'codeParamsRoutingFailed: missing cluster identifier',
    parts: ['missing cluster identifier'],
    finding: rejected('no_such_tenant'),
    source: COCKROACH,
  },
  {
    message: 'no such database: shop',
    parts: ['no such database'],
    finding: rejected('no_such_database'),
    source: PGBOUNCER,
  },
  {
    message: 'database "shop" does not exist',
    code: '3D000',
    finding: rejected('no_such_database'),
    source: POSTINIT_C,
  },
  {
    message: 'permission denied for database "shop"',
    code: '42501',
    finding: rejected('no_permission'),
    source: POSTINIT_C,
  },
  // Trouble of the server.
  {
    message: 'no more connections allowed (max_client_conn)',
    parts: ['no more connections allowed'],
    finding: tooMany,
    source: PGBOUNCER,
  },
  {
    message: 'Max client connections reached',
    parts: ['max client connections reached'],
    finding: tooMany,
    source: SUPAVISOR,
  },
  {
    message: 'sorry, too many clients already',
    code: '53300',
    finding: tooMany,
    source: 'github.com/postgres/postgres/blob/master/src/backend/storage/lmgr/proc.c',
  },
  {
    message: 'the database system is starting up',
    code: '57P03',
    finding: unexpected('server_error'),
    source: 'github.com/postgres/postgres/blob/master/src/backend/postmaster/postmaster.c',
  },
  {
    message: 'database "shop" is not currently accepting connections',
    code: '55000',
    finding: unexpected('server_error'),
    source: POSTINIT_C,
  },
  {
    message: 'pgbouncer cannot connect to server',
    parts: ['pgbouncer cannot connect to server'],
    finding: unexpected('server_error'),
    source: PGBOUNCER,
  },
  // Only codes.
  {
    message: 'a text in the language of the server',
    code: '28P01',
    finding: rejected('bad_login'),
    source: 'lc_messages of the server',
  },
  {
    message: 'a text in the language of the server',
    code: '28000',
    finding: rejected('bad_login'),
    source: 'lc_messages of the server',
  },
]
