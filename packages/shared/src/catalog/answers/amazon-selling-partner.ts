import { scripts } from '../../provider-script.ts'
import amazonSellingPartner from '../amazon-selling-partner.ts'

const values = {
  region: 'eu',
  clientId: 'amzn1.application-oa2-client.0123456789abcdef',
  clientSecret: 'amzn1.oa2-cs.v1.StepkeyMadeUpSecret0123456789',
  refreshToken: 'Atzr|IwEBIStepkeyMadeUpRefreshToken0123456789',
} as const
const accessToken = 'Atza|IwEBIStepkeyMadeUpAccessToken0123456789'

export default scripts(amazonSellingPartner, {
  refreshToken: {
    source: 'https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api',
    values,
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.amazon.com/auth/o2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          form: {
            grant_type: 'refresh_token',
            refresh_token: values.refreshToken,
            client_id: values.clientId,
            client_secret: values.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: accessToken,
            token_type: 'bearer',
            expires_in: 3600,
            refresh_token: values.refreshToken,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://sellingpartnerapi-eu.amazon.com/sellers/v1/marketplaceParticipations',
          headers: { 'x-amz-access-token': accessToken },
        },
        answer: {
          status: 200,
          json: {
            payload: [
              {
                marketplace: { id: 'A1PA6795UKMFR9', countryCode: 'DE', name: 'Amazon.de' },
                storeName: 'Ada’s Books',
                participation: { isParticipating: true, hasSuspendedListings: false },
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'Ada’s Books' },
    bad: [
      {
        status: 400,
        json: { error: 'invalid_grant', error_description: 'The request has an invalid grant parameter' },
      },
      { status: 401, json: { error: 'invalid_client', error_description: 'Client authentication failed' } },
    ],
    forbidden: {
      status: 403,
      json: {
        errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.', details: '' }],
      },
    },
  },
})
