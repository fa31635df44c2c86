import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/properties/runReport. */
export default defineComponent({
  id: 'google-analytics',
  title: 'Google Analytics',
  description: 'Reports on visitors of websites and apps',
  category: 'analytics',
  aliases: ['ga4', 'google', 'statistics', 'visitors'],
  docsUrl: 'https://developers.google.com/analytics/devguides/reporting/data/v1',
  icon: 'googleanalytics',
  appGuide: googleAppGuide('Google Analytics Data API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Analytics',
    baseUrl: 'https://analyticsdata.googleapis.com/v1beta',
    options: {
      'https://www.googleapis.com/auth/analytics.readonly': 'Read reports',
      'https://www.googleapis.com/auth/analytics': 'Read and manage analytics data',
    },
    usual: ['https://www.googleapis.com/auth/analytics.readonly'],
  }),
})
