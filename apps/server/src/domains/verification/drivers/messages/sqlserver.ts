import type { ServerMessage } from '../server-messages.ts'
import { rejected, tooMany, unexpected } from './findings.ts'

const ERRORS =
  'learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-0-to-999'
const ERRORS_4000 =
  'learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-4000-to-4999'
const ERRORS_15000 =
  'learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-15000-to-15999'
const ERRORS_17000 =
  'learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-17000-to-18999'
const AZURE = 'learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues'
const AZURE_NETWORK = 'learn.microsoft.com/azure/azure-sql/database/connectivity-settings'

/**
 * Errors of SQL Server and Azure SQL. The texts of SQL Server depend on the language of the login, so the rows have only
 * codes.
 */
export const sqlserverMessages: readonly ServerMessage[] = [
  // The login.
  {
    message: "Login failed for user 'app'.",
    code: 18456,
    finding: rejected('bad_login'),
    source: ERRORS_17000,
  },
  {
    message:
      'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
    code: 18452,
    finding: rejected('bad_login'),
    source: ERRORS_17000,
  },
  {
    message: "Login failed for user 'app'. Reason: The account is disabled.",
    code: 18470,
    finding: rejected('sign_in_disabled'),
    source: ERRORS_17000,
  },
  {
    message:
      "Login failed for user 'app' because the account is currently locked out. The system administrator can unlock it.",
    code: 18486,
    finding: rejected('account_locked'),
    source: ERRORS_17000,
  },
  {
    message: "Login failed for user 'app' Reason: Password validation failed. The account is locked out.",
    code: 15113,
    finding: rejected('account_locked'),
    source: ERRORS_15000,
  },
  {
    message: "Login failed for user 'app'.  Reason: The password of the account has expired.",
    code: 18487,
    finding: rejected('password_expired'),
    source: ERRORS_17000,
  },
  {
    message: "Login failed for user 'app'.  Reason: The password of the account must be changed.",
    code: 18488,
    finding: rejected('password_expired'),
    source: ERRORS_17000,
  },
  {
    message: "Login failed for login 'app'. The login is not a defined user in the role of administrators.",
    code: 18450,
    finding: rejected('no_permission'),
    source: ERRORS_17000,
  },
  {
    message: "Login failed for user 'app'. Only administrators may connect at this time.",
    code: 18451,
    finding: rejected('no_permission'),
    source: ERRORS_17000,
  },
  {
    message:
      "Login failed for user 'app'. Reason: Server is in single user mode. Only one administrator can connect at this time.",
    code: 18461,
    finding: rejected('no_permission'),
    source: ERRORS_17000,
  },
  {
    message: "Logon failed for login 'app' due to trigger execution.",
    code: 17892,
    finding: rejected('no_permission'),
    source: ERRORS_17000,
  },
  // The address of the client.
  {
    message:
      "Cannot open server 'shop' requested by the login. Client with IP address '203.0.113.7' is not allowed to access the server.",
    code: 40615,
    finding: rejected('address_not_admitted'),
    source: AZURE,
  },
  {
    message: "Cannot open server 'shop' requested by the login. Client is not allowed to access the server.",
    code: 40914,
    finding: rejected('address_not_admitted'),
    source: AZURE_NETWORK,
  },
  {
    message:
      'An instance-specific error occurred while establishing a connection to SQL Server. Connection was denied because Deny Public Network Access is set to Yes.',
    code: 47073,
    finding: rejected('address_not_admitted'),
    source: AZURE_NETWORK,
  },
  // The database.
  {
    message: 'Cannot open database "shop" requested by the login. The login failed.',
    code: 4060,
    finding: rejected('no_such_database'),
    source: ERRORS_4000,
  },
  {
    message: 'Cannot open user default database. Login failed.',
    code: 4064,
    finding: rejected('no_such_database'),
    source: ERRORS_4000,
  },
  {
    message:
      'The server principal "app" is not able to access the database "shop" under the current security context.',
    code: 916,
    finding: rejected('no_permission'),
    source: ERRORS,
  },
  {
    message: "Cannot open server 'shop' requested by the login. The login failed.",
    code: 40532,
    finding: unexpected('wrong_account'),
    source: AZURE,
  },
  // The connection.
  {
    message: 'Login failed with invalid TLS version.',
    code: 47072,
    finding: { outcome: 'tls' },
    source: AZURE_NETWORK,
  },
  {
    message: 'Resource ID: 1. The request limit for the database is 30 and has been reached.',
    code: 10928,
    finding: tooMany,
    source: AZURE,
  },
  {
    message:
      'Resource ID: 1. The request minimum guarantee is 0, maximum limit is 30 and the current usage for the database is 30.',
    code: 10929,
    finding: tooMany,
    source: AZURE,
  },
  {
    message:
      'Could not connect because the maximum number of ‘32767’ user connections has already been reached.',
    code: 17809,
    finding: tooMany,
    source: ERRORS_17000,
  },
  {
    message:
      'Login failed. The number of simultaneous users already equals the 5 registered licenses for this server.',
    code: 18458,
    finding: tooMany,
    source: ERRORS_17000,
  },
  {
    message: 'Login failed. The workstation licensing limit for SQL Server access has already been reached.',
    code: 18459,
    finding: tooMany,
    source: ERRORS_17000,
  },
  {
    message:
      'Login failed. The number of simultaneous users has already reached the limit of 5 licenses for this server.',
    code: 18460,
    finding: tooMany,
    source: ERRORS_17000,
  },
]
