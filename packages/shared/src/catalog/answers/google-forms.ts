import { scripts } from '../../provider-script.ts'
import googleForms from '../google-forms.ts'
import { consented, serviceAccount } from './google.ts'

export default scripts(googleForms, {
  serviceAccount: serviceAccount([
    'https://www.googleapis.com/auth/forms.body.readonly',
    'https://www.googleapis.com/auth/forms.responses.readonly',
  ]),
  oauth: consented([
    'https://www.googleapis.com/auth/forms.body.readonly',
    'https://www.googleapis.com/auth/forms.responses.readonly',
  ]),
})
