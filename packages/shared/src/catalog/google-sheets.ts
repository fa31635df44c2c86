import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/sheets/api/scopes. */
export default defineComponent({
  id: 'google-sheets',
  title: 'Google Sheets',
  description: 'Rows and cells of spreadsheets',
  category: 'productivity',
  aliases: ['spreadsheet', 'table', 'workspace', 'g suite'],
  docsUrl: 'https://developers.google.com/workspace/sheets/api/scopes',
  icon: 'googlesheets',
  appGuide: googleAppGuide('Google Sheets API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Sheets',
    baseUrl: 'https://sheets.googleapis.com/v4',
    options: {
      'https://www.googleapis.com/auth/spreadsheets': 'Read and change all spreadsheets',
      'https://www.googleapis.com/auth/spreadsheets.readonly': 'Read all spreadsheets',
      'https://www.googleapis.com/auth/drive.file':
        'Create spreadsheets, and change spreadsheets that the app created',
      'https://www.googleapis.com/auth/drive.readonly': 'Read all files, to find spreadsheets',
    },
    usual: ['https://www.googleapis.com/auth/spreadsheets'],
  }),
})
