import { type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import databricks from '../databricks.ts'

const workspace = 'dbc-a1b2345c-d6e7.cloud.databricks.com'
const token = 'dapi0123456789abcdefdatabrickstoken0001'
const clientId = '1a2b3c4d-0000-0000-0000-1a2b3c4d5e6f'
const clientSecret = 'dose0123456789databricksmadeupsecret'
const verificationRequest = (bearer: string): ScriptedRequest => ({
  method: 'GET',
  url: `https://${workspace}/api/2.0/preview/scim/v2/Me`,
  headers: { authorization: `Bearer ${bearer}` },
})
const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { id: '1234567890', userName: 'alice@example.com', displayName: 'Alice', active: true },
}
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { error_code: 'PERMISSION_DENIED', message: 'User does not have permission.' },
}

export default scripts(databricks, {
  token: {
    source: 'https://docs.databricks.com/api/workspace/currentuser/me',
    values: { workspace, token },
    exchanges: [{ request: verificationRequest(token), answer: identityResponse }],
    learns: { identity: 'alice@example.com' },
    bad: [
      { status: 403, json: { error_code: 403, message: 'Invalid access token. [ReqId: 145ae51b]' } },
      {
        status: 401,
        json: {
          error_code: 401,
          message: 'Credential was not sent or was of an unsupported type for this API.',
        },
      },
    ],
    forbidden,
  },
  servicePrincipal: {
    source: 'https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m',
    values: { workspace, clientId, clientSecret },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: `https://${workspace}/oidc/v1/token`,
          headers: {
            authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'grant_type=client_credentials&scope=all-apis',
        },
        answer: {
          status: 200,
          json: {
            access_token: 'eyJraWQiOiJkYXRhYnJpY2tzIn0.bTJt.access-0123456789',
            scope: 'all-apis',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      {
        request: verificationRequest('eyJraWQiOiJkYXRhYnJpY2tzIn0.bTJt.access-0123456789'),
        answer: { status: 200, json: { id: '42', userName: clientId, displayName: 'Flows' } },
      },
    ],
    learns: { identity: clientId },
    bad: [400, 401].map((status) => ({
      status,
      json: { error: 'invalid_client', error_description: 'Client authentication failed' },
    })),
    forbidden,
  },
})
