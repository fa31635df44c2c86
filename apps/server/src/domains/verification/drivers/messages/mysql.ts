import type { ServerMessage } from '../server-messages.ts'
import { rateLimited, rejected, tooMany, unexpected } from './findings.ts'

const MYSQL = 'dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html'
const MARIADB = 'mariadb.com/kb/en/mariadb-error-code-reference'
const AZURE = 'learn.microsoft.com/azure/mysql/single-server/concepts-ssl-connection-security'
const AZURE_FIREWALL = 'learn.microsoft.com/azure/mysql/single-server/concepts-firewall-rules'
const VITESS = 'github.com/vitessio/vitess/blob/main/go/mysql/server.go'
const TIDB_TLS = 'docs.pingcap.com/tidbcloud/secure-connections-to-serverless-clusters'
const TIDB_PREFIX = 'docs.pingcap.com/tidbcloud/select-cluster-tier#user-name-prefix'
const RDS_PROXY = 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html'

/**
 * Errors of MySQL and MariaDB, and of services that speak their protocol. The texts of MySQL depend on the language of
 * the server, so its rows have only codes. Services use one code for many errors, so their rows have texts.
 */
export const mysqlMessages: readonly ServerMessage[] = [
  // Encryption. Error 1045 can mean it, too: the driver finds that out.
  {
    message: 'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
    code: 3159, // ER_SECURE_TRANSPORT_REQUIRED
    finding: rejected('encryption_needed'),
    source: `${MYSQL}; ${RDS_PROXY}, with a text of its own`,
  },
  {
    message: 'Connections using insecure transport are prohibited. See https://docs.pingcap.com/tidbcloud',
    code: 1105,
    parts: ['insecure transport are prohibited'],
    finding: rejected('encryption_needed'),
    source: TIDB_TLS,
  },
  {
    message:
      'unknown error: Code: UNAVAILABLE\nserver does not allow insecure connections, client must use SSL/TLS\n',
    code: 1105,
    parts: ['does not allow insecure connections'],
    finding: rejected('encryption_needed'),
    source: VITESS,
  },
  {
    message: 'SSL connection is required. Please specify SSL options and retry.',
    code: 9002,
    parts: ['ssl connection is required'],
    finding: rejected('encryption_needed'),
    source: AZURE,
  },
  // The address of the client.
  {
    message: "Host '10.0.0.7' is blocked because of many connection errors",
    code: 1129, // ER_HOST_IS_BLOCKED
    finding: rejected('address_not_admitted'),
    source: MYSQL,
  },
  {
    message: "Host '10.0.0.7' is not allowed to connect to this MySQL server",
    code: 1130, // ER_HOST_NOT_PRIVILEGED
    finding: rejected('address_not_admitted'),
    source: MYSQL,
  },
  {
    message: "Client with IP address '203.0.113.7' is not allowed to connect to this MySQL server.",
    code: 9000,
    parts: ['client with ip address', 'is not allowed'],
    finding: rejected('address_not_admitted'),
    source: AZURE_FIREWALL,
  },
  // The user.
  {
    message: "Access denied for user 'app'@'10.0.0.7' (using password: YES)",
    code: 1045, // ER_ACCESS_DENIED_ERROR
    finding: rejected('bad_login'),
    source: MYSQL,
  },
  {
    message: "Access denied for user 'app'@'10.0.0.7'",
    code: 1698, // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
    finding: rejected('bad_login'),
    source: MYSQL,
  },
  {
    message: "Access denied for user 'app'@'%'. Account is locked.",
    code: 3118, // ER_ACCOUNT_HAS_BEEN_LOCKED
    finding: rejected('account_locked'),
    source: MYSQL,
  },
  {
    message:
      "Access denied for user 'app'@'%'. Account is blocked for 2 day(s) (2 day(s) remaining) due to 3 consecutive failed logins.",
    code: 3955, // ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK
    finding: rejected('account_locked'),
    source: MYSQL,
  },
  {
    message:
      'User is blocked because of too many credential errors; unblock with ALTER USER / FLUSH PRIVILEGES',
    code: 4150, // ER_USER_IS_BLOCKED
    finding: rejected('account_locked'),
    source: MARIADB,
  },
  {
    message: 'Access denied, this account is locked',
    code: 4151, // ER_ACCOUNT_HAS_BEEN_LOCKED
    finding: rejected('account_locked'),
    source: MARIADB,
  },
  {
    message: 'You must reset your password using ALTER USER statement before executing this statement.',
    code: 1820, // ER_MUST_CHANGE_PASSWORD
    finding: rejected('password_expired'),
    source: MYSQL,
  },
  {
    message:
      'Your password has expired. To log in you must change it using a client that supports expired passwords.',
    code: 1862, // ER_MUST_CHANGE_PASSWORD_LOGIN
    finding: rejected('password_expired'),
    source: MYSQL,
  },
  {
    message:
      'Missing user name prefix. See https://docs.pingcap.com/tidbcloud/select-cluster-tier#user-name-prefix',
    code: 1105,
    parts: ['missing user name prefix'],
    finding: rejected('no_such_tenant'),
    source: TIDB_PREFIX,
  },
  // The database.
  {
    message: "Unknown database 'shop'",
    code: 1049, // ER_BAD_DB_ERROR
    finding: rejected('no_such_database'),
    source: MYSQL,
  },
  {
    message: "Access denied for user 'app'@'%' to database 'shop'",
    code: 1044, // ER_DBACCESS_DENIED_ERROR
    finding: rejected('no_permission'),
    source: MYSQL,
  },
  // The way to sign in.
  {
    message:
      'Client does not support authentication protocol requested by server; consider upgrading MySQL client',
    code: 1251, // ER_NOT_SUPPORTED_AUTH_MODE
    finding: unexpected('login_not_offered'),
    source: MYSQL,
  },
  {
    message: "Plugin 'mysql_native_password' is not loaded",
    code: 1524, // ER_PLUGIN_IS_NOT_LOADED
    finding: unexpected('login_not_offered'),
    source: MYSQL,
  },
  // Trouble of the server.
  {
    message: 'Connections rate limit exceeded (1000)',
    code: 1040,
    parts: ['rate limit exceeded'],
    finding: rateLimited,
    source: RDS_PROXY,
  },
  {
    message: 'Too many connections',
    code: 1040, // ER_CON_COUNT_ERROR
    finding: tooMany,
    source: MYSQL,
  },
  {
    message: "User app already has more than 'max_user_connections' active connections",
    code: 1203, // ER_TOO_MANY_USER_CONNECTIONS
    finding: tooMany,
    source: MYSQL,
  },
  {
    message: "User 'app' has exceeded the 'max_user_connections' resource (current value: 1)",
    code: 1226, // ER_USER_LIMIT_REACHED
    finding: tooMany,
    source: MYSQL,
  },
  {
    message: 'Bad handshake',
    code: 1043, // ER_HANDSHAKE_ERROR
    finding: unexpected('not_this_protocol'),
    source: MYSQL,
  },
  {
    message: 'Unknown command',
    code: 1047, // ER_UNKNOWN_COM_ERROR
    finding: unexpected('not_this_protocol'),
    source: MYSQL,
  },
]
