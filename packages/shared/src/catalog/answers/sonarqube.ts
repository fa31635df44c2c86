import { scripts } from '../../provider-script.ts'
import sonarqube from '../sonarqube.ts'

const token = 'squ_4f1e2d3c5b6a79880716253443526170f9e8d7c6'

export default scripts(sonarqube, {
  token: {
    source: 'https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api/',
    values: { url: 'https://sonar.example.com', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://sonar.example.com/api/authentication/validate',
          headers: { authorization: `Basic ${btoa(`${token}:`)}` },
        },
        answer: { status: 200, json: { valid: true } },
      },
    ],
    bad: [{ status: 200, json: { valid: false } }, { status: 401 }],
    forbidden: 'this request needs no permission',
    traps: {
      'another service at this address': {
        answer: { status: 200, json: { ok: true } },
        finding: { outcome: 'unexpected', reason: 'other_content' },
      },
    },
  },
})
