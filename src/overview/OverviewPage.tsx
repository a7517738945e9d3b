import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function OverviewPage() {
  return <PageFrame page="overview">{null}</PageFrame>;
}
