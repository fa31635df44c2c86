import { CONSENT, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import mailchimp from '../mailchimp.ts'

const apiKey = '0123456789abcdef0123456789abcdef-us6'
const errorResponse = (status: number, title: string, detail: string): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  json: {
    type: 'https://mailchimp.com/developer/marketing/docs/errors/',
    title,
    status,
    detail,
    instance: '9a822b2e-a4f4-852b-bbf3-f7c1222af5d5',
  },
})

const grantedToken = '0123456789abcdefMadeUpMailchimpOAuthToken'

export default scripts(mailchimp, {
  apiKey: {
    source: 'https://mailchimp.com/developer/marketing/docs/errors/',
    values: { apiKey },
    // A key ends with its data centre, which selects the host.
    wrong: { apiKey: 'ffffffffffffffffffffffffffffffff-us6' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://us6.api.mailchimp.com/3.0/?fields=account_id,account_name,email',
          headers: { authorization: `Basic ${btoa(`stepkey:${apiKey}`)}` },
        },
        answer: {
          status: 200,
          json: {
            account_id: '8d3a3db4d97663a9074efcc16',
            account_name: 'Freddie’s Jokes',
            email: 'freddie@example.com',
          },
        },
      },
    ],
    learns: { identity: 'Freddie’s Jokes' },
    bad: [
      errorResponse(
        401,
        'API Key Invalid',
        'Your API key may be invalid, or you’ve attempted to access the wrong datacenter.',
      ),
    ],
    forbidden: errorResponse(403, 'Forbidden', 'You don’t have permission to access this resource.'),
  },
  oauth: {
    source: 'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
    values: {},
    consent: {
      authorize: {
        url: 'https://login.mailchimp.com/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      lookup: {
        request: {
          method: 'GET',
          url: 'https://login.mailchimp.com/oauth2/metadata',
          headers: { authorization: `OAuth ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: {
            dc: 'us6',
            role: 'owner',
            accountname: 'Freddie’s Jokes',
            user_id: 21834265,
            login: {
              email: 'freddie@example.com',
              avatar: null,
              login_id: 21836533,
              login_name: 'freddie',
              login_email: 'freddie@example.com',
            },
            login_url: 'https://login.mailchimp.com',
            api_endpoint: 'https://us6.api.mailchimp.com',
          },
        },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://login.mailchimp.com/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        // Mailchimp sends 0 for a token that does not expire.
        answer: { status: 200, json: { access_token: grantedToken, expires_in: 0, scope: null } },
      },
      {
        request: {
          method: 'GET',
          url: 'https://us6.api.mailchimp.com/3.0/?fields=account_id,account_name,email',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: {
            account_id: '8d3a3db4d97663a9074efcc16',
            account_name: 'Freddie’s Jokes',
            email: 'freddie@example.com',
          },
        },
      },
    ],
    learns: { identity: 'Freddie’s Jokes' },
    bad: [errorResponse(401, 'API Key Invalid', 'Your API key may be invalid.')],
    forbidden: errorResponse(403, 'Forbidden', 'You don’t have permission to access this resource.'),
  },
})
