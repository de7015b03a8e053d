using Concourse.CredentialRotation;
using OpenTelemetry;
using Worker;

// Rotates the teams of a folder on a schedule, for example beside Concourse in Kubernetes. See docs/worker.md.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddConcourseCredentialRotation(builder.Configuration.GetSection(CredentialRotationOptions.SectionName));
builder.Services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.SectionName).ValidateDataAnnotations()
    .Validate(worker => worker.MaxAge > worker.Interval, "Worker:MaxAge must be longer than Worker:Interval.")
    .ValidateOnStart();
builder.Services.AddHostedService<RotationWorker>();
builder.Services.AddSingleton<TeamHealth>().AddHealthChecks().AddCheck<TeamHealth>("teams");

// Metrics and traces go to the collector that the environment variables of OpenTelemetry name, if they name one.
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder.Services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics.AddMeter(CredentialRotationTelemetry.MeterName))
        .WithTracing(tracing => tracing.AddSource(CredentialRotationTelemetry.ActivitySourceName))
        .UseOtlpExporter();
}

// A canceled rotation first finishes or rolls back what pipelines can already read. The host must wait for that.
builder.Services.AddOptions<HostOptions>().Configure<ISecretWriter>((host, writer) => host.ShutdownTimeout = writer.CommitReserve + TimeSpan.FromSeconds(5));

var app = builder.Build();

// Whether all teams have fresh credentials. Restarting the worker cannot help if they do not, so this is for a readiness probe or a monitor.
app.MapHealthChecks("/healthz", new() { ResponseWriter = (http, report) => http.Response.WriteAsync($"{report.Status}: {report.Entries["teams"].Description}\n") });

// Whether the process responds, for a liveness probe.
app.MapHealthChecks("/livez", new() { Predicate = _ => false });
await app.RunAsync();
