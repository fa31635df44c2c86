import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/forms/api/reference/rest/v1/forms/get. */
export default defineComponent({
  id: 'google-forms',
  title: 'Google Forms',
  description: 'Forms and their responses',
  category: 'marketing',
  aliases: ['google', 'survey', 'quiz', 'questionnaire', 'workspace'],
  docsUrl: 'https://developers.google.com/workspace/forms/api/guides',
  icon: 'googleforms',
  appGuide: googleAppGuide('Google Forms API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Forms',
    baseUrl: 'https://forms.googleapis.com/v1',
    options: {
      'https://www.googleapis.com/auth/forms.body': 'Read and change forms',
      'https://www.googleapis.com/auth/forms.body.readonly': 'Read forms',
      'https://www.googleapis.com/auth/forms.responses.readonly': 'Read responses',
    },
    usual: [
      'https://www.googleapis.com/auth/forms.body.readonly',
      'https://www.googleapis.com/auth/forms.responses.readonly',
    ],
  }),
})
