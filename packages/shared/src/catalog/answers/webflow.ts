import { scripts } from '../../script.ts'
import webflow from '../webflow.ts'

const token = 'webflow0123456789abcdef0123456789abcdef0123456789abcdef012345678'

export default scripts(webflow, {
  token: {
    source: 'https://developers.webflow.com/data/reference/sites/list',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.webflow.com/v2/sites',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: {
          status: 200,
          json: {
            sites: [
              { id: '42e98c9a982ac9b8b742', displayName: 'The Hitchhiker’s Guide', shortName: 'guide' },
            ],
          },
        },
      },
    ],
    learns: { identity: 'The Hitchhiker’s Guide' },
    bad: [
      {
        status: 401,
        json: {
          message: 'Request not authorized',
          code: 'not_authorized',
          externalReference: null,
          details: [],
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        message: 'OAuthForbidden: You are missing the following scopes - sites:read',
        code: 'missing_scopes',
        externalReference: null,
        details: [],
      },
    },
  },
})
