import { createApp } from 'vue';
import App from './App.vue';
import './fieldwork.css';

createApp(App).mount('#app');
