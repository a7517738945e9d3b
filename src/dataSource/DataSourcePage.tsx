import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function DataSourcePage() {
  return <PageFrame page="dataSource">{null}</PageFrame>;
}
