using System.ComponentModel.DataAnnotations;

namespace Worker;

/// <summary>Settings of the worker itself. Those of the rotation are in the section <c>CredentialRotation</c>.</summary>
public sealed class WorkerOptions
{
    public const string SectionName = "Worker";

    /// <summary>The folder with a JSON file for each team. Subfolders are not read.</summary>
    [Required]
    public string? TeamFolder { get; set; }

    /// <summary>How often all teams are read and rotated. Credentials that are still fresh are skipped: see a team's <c>renewAfter</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the rotation of a team may take.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The age of the last round from which the worker is unhealthy, because teams have not been rotated for too long; longer than <see cref="Interval"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(30);
}
