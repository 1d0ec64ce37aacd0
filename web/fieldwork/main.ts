console.log('fieldwork')
