import {
  CONSENT,
  type Exchange,
  type Script,
  type ScriptedAnswer,
  type ScriptedRequest,
} from '../../provider-script.ts'

const oauthRequest = (tenant: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form,
})
const oauthError = (status: number, error: string, error_description: string): ScriptedAnswer => ({
  status,
  json: { error, error_description },
})
const errorResponse = (status: number, code: string, message: string): ScriptedAnswer => ({
  status,
  json: { error: { code, message } },
})

const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const clientId = '11112222-bbbb-3333-cccc-4444dddd5555'
const clientSecret = 'Abc8Q~StepkeyMadeUpMicrosoftSecret012345'
const grantedToken = 'eyJ0eXAiOiJKV1QiLCJub25jZSI6.StepkeyMadeUpGraphToken.0123456789'
const refreshToken = '1.AStepkeyMadeUpMicrosoftRefreshToken0123456789'

/** Values for an app without a user. */
export const appValues = { tenant: 'contoso.onmicrosoft.com', clientId, clientSecret }
/** The header of requests with the token in these scripts. */
export const authorization = `Bearer ${grantedToken}`

/** The script of an app without a user. */
export const withoutUser = (resource = 'https://graph.microsoft.com') =>
  ({
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow',
    values: appValues,
    exchanges: [
      {
        request: oauthRequest('contoso.onmicrosoft.com', {
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
          scope: `${resource}/.default`,
        }),
        answer: {
          status: 200,
          json: {
            token_type: 'Bearer',
            expires_in: 3599,
            ext_expires_in: 3599,
            access_token: grantedToken,
          },
        },
      },
    ],
    bad: [
      oauthError(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.'),
      oauthError(401, 'invalid_client', 'AADSTS7000222: The provided client secret keys are expired.'),
      oauthError(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.'),
    ],
    forbidden: 'every issued token has this permission',
    traps: {
      'a tenant that does not exist': {
        answer: oauthError(400, 'invalid_request', 'AADSTS90002: Tenant not found.'),
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  }) satisfies Script<typeof appValues>

/** The script of the consent of a user to the requested permissions. */
export const consentedTo = <Values>(values: Values, requested: string, check: Exchange): Script<Values> => {
  const scope = `openid profile email ${requested}`
  return {
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
    values,
    consent: {
      authorize: {
        url: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: `openid offline_access ${requested}`,
          prompt: 'select_account',
        },
      },
      back: { session_state: '7B29111D-C220-4263-99AB-6F6E135D75EF' },
      refresh: {
        request: oauthRequest('common', { grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            access_token: 'eyJ0eXAiOiJKV1QiLCJub25jZSI6.StepkeyMadeUpGraphTokenNext.0123456789',
            token_type: 'Bearer',
            expires_in: 3599,
            scope,
            refresh_token: '1.AStepkeyMadeUpMicrosoftRefreshTokenNext',
          },
        },
      },
    },
    exchanges: [
      {
        request: oauthRequest('common', {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'Bearer',
            expires_in: 3599,
            ext_expires_in: 3599,
            scope,
            refresh_token: refreshToken,
            id_token: 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJhIn0.',
          },
        },
      },
      check,
    ],
    bad: [
      errorResponse(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
      errorResponse(
        401,
        'InvalidAuthenticationToken',
        'CompactToken parsing failed with error code: 80049217',
      ),
    ],
    forbidden: errorResponse(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    ),
  }
}

const me: Exchange = {
  request: {
    method: 'GET',
    url: 'https://graph.microsoft.com/v1.0/me',
    headers: { authorization: `Bearer ${grantedToken}` },
  },
  answer: {
    status: 200,
    json: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
      id: '87d349ed-44d7-43e1-9a83-5f2406dee5bd',
      displayName: 'Adele Vance',
      mail: 'AdeleV@contoso.com',
      userPrincipalName: 'AdeleV@contoso.com',
    },
  },
}

/** The script of the consent of a user to permissions in Microsoft Graph. */
export const consented = <Scope extends string>(scopes: Scope[]): Script<{ scopes: Scope[] }> => ({
  ...consentedTo({ scopes }, `User.Read ${scopes.join(' ')}`, me),
  learns: { identity: 'AdeleV@contoso.com' },
})
