import { scripts } from '../../provider-script.ts'
import dockerhub from '../dockerhub.ts'

const accessToken = 'dckr_pat_StepkeyMadeUpDockerTokn1'

export default scripts(dockerhub, {
  accessToken: {
    source:
      'https://docs.docker.com/reference/api/hub/latest/#tag/authentication-api/operation/AuthCreateAccessToken',
    values: { user: 'acme', accessToken },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://hub.docker.com/v2/auth/token',
          headers: { 'content-type': 'application/json' },
          body: { identifier: 'acme', secret: accessToken },
        },
        answer: {
          status: 200,
          json: { access_token: 'eyJ4NWMiOlsiZG9ja2VyIl19.aHVi.access-0123456789' },
        },
      },
    ],
    bad: [{ status: 401, json: { detail: 'Incorrect authentication credentials' } }],
    forbidden: 'a user without this permission gets no token',
  },
})
