using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorkerApp;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddConcourseCredentialRotation(builder.Configuration.GetSection("CredentialRotation"));
builder.Services.AddHostedService<RotationWorker>();
await builder.Build().RunAsync();
